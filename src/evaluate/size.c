// SPDX-License-Identifier: Apache-2.0
#include "assay/size.h"

#include "base/alloc.h"
#include "base/text.h"
#include "evaluate/record.h"
#include "measure/sizing.h"
#include "read/size_goal.h"
#include "read/subjects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS_MOST = 1000, ATTRIBUTES_MOST = 8 };

void assay_size_options_default(assay_size_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->expect = NAN;
    options->power = 0.8;
    options->each = 1;
    options->icc = NAN;
    options->deff = NAN;
}

// A plan at work, ended together.
typedef struct work {
    const assay_size_options *options;
    assay_arena arena;
    assay_strings *ids;
    assay_subjects *subjects;
    assay_size_goal *goals;
    assay_sizing_group *groups;
    size_t group_count;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    assay_subjects_free(w->subjects);
    assay_strings_free(w->ids);
    assay_free(w->goals);
    assay_free(w->groups);
    assay_arena_end(&w->arena);
    assay_result_free(w->result);
}

static assay_status check_share(const char *name, double value,
                                assay_error *err)
{
    if (isnan(value) || (value > 0 && value < 1)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--%s %g: name a number above 0 and below 1", name,
                      value);
}

static assay_status check(const assay_size_options *o, assay_error *err)
{
    ASSAY_TRY(check_share("expect", o->expect, err));
    ASSAY_TRY(check_share("power", o->power, err));
    ASSAY_TRY(check_share("confidence", o->common.confidence, err));
    if (!o->goals.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "what is the test to show? 'TPIR +- 0.05', "
                          "'FPIR@watchlist_size=10000 <= 1e-4' or 'TPIR ratio "
                          "1.25'");
    if (!(o->each >= 1 && o->each <= 1e9))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--passages-each %g: name a number from 1 on",
                          o->each);
    if (!isnan(o->icc) && !(o->icc >= 0 && o->icc <= 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--icc %g: a correlation from 0 to 1", o->icc);
    if (!isnan(o->deff) && !(o->deff >= 1 && o->deff <= 1e9))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--deff %g: a design effect from 1 on", o->deff);
    if (!isnan(o->icc) && !isnan(o->deff))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--icc and --deff say the same: give one");
    if (o->common.by.count && !o->subjects)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by needs the people of the test: --subjects "
                          "people.csv");
    return ASSAY_OK;
}

static assay_status read_goals(work *w, assay_error *err)
{
    const assay_texts *texts = &w->options->goals;
    w->goals = assay_new(0, texts->count, sizeof *w->goals);
    if (!w->goals) return assay_fail_memory(err, "the goals");
    for (size_t i = 0; i < texts->count; i++)
        ASSAY_TRY(assay_size_goal_read(texts->items[i], &w->goals[i], err));
    return ASSAY_OK;
}

static assay_status read_people(work *w, assay_error *err)
{
    const assay_options *o = &w->options->common;
    const assay_read_options how = {.columns = o->columns,
                                    .digest = !o->no_digest,
                                    .threads = 1,
                                    .watch = &o->watch};
    if (!w->options->subjects) return ASSAY_OK;
    w->ids = assay_strings_new();
    if (!w->ids) return assay_fail_memory(err, "the people");
    return assay_subjects_read(w->options->subjects, &how, w->ids, &w->subjects,
                               err);
}

// An item of --by: its attributes.
typedef struct item {
    size_t attributes[ATTRIBUTES_MOST];
    size_t count;
} item;

static assay_status find_attribute(const work *w, assay_slice name,
                                   size_t *attribute, assay_error *err)
{
    char text[128];
    const size_t n =
        name.length < sizeof text - 1 ? name.length : sizeof text - 1;
    memcpy(text, name.text, n);
    text[n] = '\0';
    *attribute = assay_subjects_find(w->subjects, text);
    if (*attribute != SIZE_MAX) return ASSAY_OK;
    assay_fail(err, ASSAY_EUSAGE,
               "--by %s: the file of people has no such column", text);
    return err->status;
}

static assay_status read_item(const work *w, const char *text, item *it,
                              assay_error *err)
{
    it->count = 0;
    for (const char *at = text;;) {
        const size_t n = strcspn(at, "*");
        if (it->count == ATTRIBUTES_MOST)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--by '%.60s': at most %d attributes", text,
                              ATTRIBUTES_MOST);
        ASSAY_TRY(find_attribute(w, assay_slice_trim((assay_slice){at, n}),
                                 &it->attributes[it->count++], err));
        if (!at[n]) return ASSAY_OK;
        at += n + 1;
    }
}

static const char *value_of(work *w, size_t attribute, uint32_t subject,
                            bool *unknown)
{
    const uint32_t v = assay_subjects_value(w->subjects, attribute, subject);
    if (v == ASSAY_NO_STRING) *unknown = true;
    if (v == ASSAY_NO_STRING) return "unknown";
    const assay_slice text =
        assay_strings_text(assay_subjects_values(w->subjects, attribute), v);
    return assay_arena_copy(&w->arena, text.text, text.length);
}

static bool same_values(const assay_label *a, const assay_label *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(a[i].value, b[i].value) != 0) return false;
    return true;
}

// The group of a person, from `first` on; a new one where there is none.
static assay_status add_person(work *w, const item *it, uint32_t subject,
                               size_t first, assay_error *err)
{
    bool unknown = false;
    assay_label *labels = assay_arena_new(&w->arena, it->count, sizeof *labels);
    if (!labels) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < it->count; i++) {
        labels[i] = (assay_label){
            assay_subjects_attribute(w->subjects, it->attributes[i]),
            value_of(w, it->attributes[i], subject, &unknown)};
        if (!labels[i].value) return assay_fail_memory(err, "the groups");
    }
    for (size_t g = first; g < w->group_count; g++) {
        if (!same_values(w->groups[g].labels, labels, it->count)) continue;
        w->groups[g].people++;
        return ASSAY_OK;
    }
    if (w->group_count == GROUPS_MOST)
        return assay_fail(err, ASSAY_EUSAGE, "--by: more than %d groups",
                          GROUPS_MOST);
    w->groups[w->group_count++] = (assay_sizing_group){.labels = labels,
                                                       .label_count = it->count,
                                                       .unknown = unknown,
                                                       .people = 1};
    return ASSAY_OK;
}

static int by_values(const void *a, const void *b)
{
    const assay_sizing_group *x = a;
    const assay_sizing_group *y = b;
    if (x->unknown != y->unknown) return x->unknown ? 1 : -1;
    for (size_t i = 0; i < x->label_count; i++) {
        const int order = strcmp(x->labels[i].value, y->labels[i].value);
        if (order) return order;
    }
    return 0;
}

static assay_status count_item(work *w, const char *text, assay_error *err)
{
    item it;
    uint64_t known = 0;
    const size_t first = w->group_count;
    ASSAY_TRY(read_item(w, text, &it, err));
    for (uint32_t i = 0; i < assay_strings_count(w->ids); i++)
        ASSAY_TRY(add_person(w, &it, i, first, err));
    if (w->group_count > first)
        qsort(w->groups + first, w->group_count - first, sizeof *w->groups,
              by_values);
    for (size_t g = first; g < w->group_count; g++)
        known += w->groups[g].unknown ? 0 : w->groups[g].people;
    for (size_t g = first; g < w->group_count; g++)
        w->groups[g].others = known - w->groups[g].people;
    return ASSAY_OK;
}

static assay_status count_groups(work *w, assay_error *err)
{
    const assay_texts *by = &w->options->common.by;
    if (!by->count) return ASSAY_OK;
    w->groups = assay_new(0, GROUPS_MOST, sizeof *w->groups);
    if (!w->groups) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < by->count; i++)
        ASSAY_TRY(count_item(w, by->items[i], err));
    return ASSAY_OK;
}

static void record_number(const work *w, const char *key, double value)
{
    if (!isnan(value)) assay_build_fact_number(w->result, key, value);
}

static void record(const work *w)
{
    const assay_size_options *o = w->options;
    assay_arena *arena = assay_build_arena(w->result);
    assay_record_common(w->result, &o->common);
    for (size_t i = 0; i < o->goals.count; i++) {
        const char *key = assay_arena_format(arena, "options.goal.%zu", i + 1);
        if (key) assay_build_fact(w->result, key, o->goals.items[i]);
    }
    record_number(w, "options.expect", o->expect);
    record_number(w, "options.power", o->power);
    record_number(w, "options.passages_each", o->each);
    record_number(w, "options.icc", o->icc);
    record_number(w, "options.deff", o->deff);
    if (o->volunteers)
        assay_build_fact_count(w->result, "options.volunteers", o->volunteers);
    if (w->subjects) {
        const assay_input input = assay_subjects_input(w->subjects);
        assay_build_input(w->result, &input);
    }
    assay_build_fact(w->result, "version", assay_version());
    if (o->common.command)
        assay_build_fact(w->result, "command", o->common.command);
}

static assay_status evaluate(work *w, assay_error *err)
{
    const assay_size_options *o = w->options;
    ASSAY_TRY(check(o, err));
    ASSAY_TRY(read_goals(w, err));
    ASSAY_TRY(read_people(w, err));
    ASSAY_TRY(count_groups(w, err));
    w->result = assay_build_new("size");
    if (!w->result) return assay_fail_memory(err, "the result");
    record(w);
    const uint64_t people = o->volunteers ? o->volunteers
                            : w->ids      ? assay_strings_count(w->ids)
                                          : 0;
    const assay_sizing sizing = {.options = o,
                                 .goals = w->goals,
                                 .goal_count = o->goals.count,
                                 .people = people,
                                 .groups = w->groups,
                                 .group_count = w->group_count};
    ASSAY_TRY(assay_sizing_measure(&sizing, w->result, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_size_evaluate(const assay_size_options *options,
                                 assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
