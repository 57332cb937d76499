// SPDX-License-Identifier: Apache-2.0
#include "assay/deployments.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "evaluate/record.h"
#include "measure/operational.h"
#include "read/deployed_files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 16 };

void assay_deployments_options_default(assay_deployments_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
}

// An evaluation at work, ended together.
typedef struct work {
    const assay_deployments_options *options;
    assay_arena arena;
    assay_deployments_file *files;
    assay_result *result;
    const char *names[COLUMNS_MOST]; // of --by, each once
    size_t columns;
    assay_operational asked;
} work;

static void drop_work(work *w)
{
    assay_deployments_free(w->files);
    assay_result_free(w->result);
    assay_arena_end(&w->arena);
}

static assay_status check(const assay_deployments_options *o, assay_error *err)
{
    const double c = o->common.confidence;
    if (!o->files.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no record: name a CSV file, a deployment a row; "
                          "assay help columns deployments lists its columns");
    if (!(c > 0 && c < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "confidence %g: name a level above 0 and below 1, "
                          "such as 0.95",
                          c);
    return ASSAY_OK;
}

static assay_status bad_range(const char *text, assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "--faces-per-person %.40s: write the least and the most, "
                      "1 or above, as 1.2..2.5",
                      text);
}

// "1.2..2.5", or one number.
static assay_status parse_range(const char *text, double ends[2],
                                assay_error *err)
{
    bool overflow = false;
    ends[0] = ends[1] = NAN;
    if (!text) return ASSAY_OK;
    const char *dots = strstr(text, "..");
    const size_t n = dots ? (size_t)(dots - text) : strlen(text);
    if (!assay_parse_double((assay_slice){text, n}, &ends[0], &overflow))
        return bad_range(text, err);
    ends[1] = ends[0];
    if (dots &&
        !assay_parse_double(assay_slice_of(dots + 2), &ends[1], &overflow))
        return bad_range(text, err);
    if (!(ends[0] >= 1 && ends[1] >= ends[0] && isfinite(ends[1])))
        return bad_range(text, err);
    return ASSAY_OK;
}

static assay_status add_name(work *w, const char *text, size_t n,
                             size_t *labels, size_t *count, assay_error *err)
{
    size_t c = 0;
    const assay_slice name = assay_slice_trim((assay_slice){text, n});
    if (!name.length)
        return assay_fail(err, ASSAY_EUSAGE, "--by: a name is empty");
    while (c < w->columns && !assay_slice_is(name, w->names[c])) c++;
    if (c == COLUMNS_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by: more than %d columns: name fewer",
                          COLUMNS_MOST);
    if (c == w->columns) {
        w->names[c] = assay_arena_copy(&w->arena, name.text, name.length);
        if (!w->names[c]) return assay_fail_memory(err, "the columns");
        w->columns++;
    }
    for (size_t i = 0; i < *count; i++)
        if (labels[i] == c)
            return assay_fail(err, ASSAY_EUSAGE, "--by %s: named twice",
                              w->names[c]);
    labels[(*count)++] = c;
    return ASSAY_OK;
}

static assay_status parse_item(work *w, const char *text,
                               assay_operational_item *item, assay_error *err)
{
    size_t *labels = assay_arena_new(&w->arena, COLUMNS_MOST, sizeof *labels);
    if (!labels) return assay_fail_memory(err, "the groups");
    item->labels = labels;
    for (;;) {
        const size_t n = strcspn(text, "*");
        ASSAY_TRY(add_name(w, text, n, labels, &item->count, err));
        if (!text[n]) return ASSAY_OK;
        text += n + 1;
    }
}

static bool same_item(const assay_operational_item *a,
                      const assay_operational_item *b)
{
    return a->count == b->count &&
           memcmp(a->labels, b->labels, a->count * sizeof *a->labels) == 0;
}

static assay_status parse_by(work *w, assay_error *err)
{
    const assay_texts *by = &w->options->common.by;
    assay_operational_item *items =
        assay_arena_new(&w->arena, by->count, sizeof *items);
    if (!items) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < by->count; i++) {
        ASSAY_TRY(parse_item(w, by->items[i], &items[i], err));
        for (size_t k = 0; k < i; k++)
            if (same_item(&items[k], &items[i]))
                return assay_fail(err, ASSAY_EUSAGE, "--by %.80s: named twice",
                                  by->items[i]);
    }
    w->asked.items = items;
    w->asked.item_count = by->count;
    return ASSAY_OK;
}

static assay_status read_files(work *w, assay_error *err)
{
    const assay_options *common = &w->options->common;
    const assay_read_options options = {.columns = common->columns,
                                        .digest = !common->no_digest,
                                        .threads =
                                            assay_pool_threads(common->threads),
                                        .watch = &common->watch};
    const assay_deployments_wanted wanted = {
        w->options->files, {w->names, w->columns}, common->where};
    return assay_deployments_read(&wanted, &options, &w->files, err);
}

static void record(work *w)
{
    const assay_deployments_options *o = w->options;
    const assay_deployed_record *r = w->asked.record;
    assay_record_common(w->result, &o->common);
    for (size_t i = 0; i < o->claims.count; i++)
        assay_build_fact(w->result, "options.claim", o->claims.items[i]);
    if (o->faces_per_person)
        assay_build_fact(w->result, "options.faces_per_person",
                         o->faces_per_person);
    for (size_t i = 0; i < r->file_count; i++) {
        const assay_input input = assay_deployments_input(w->files, i);
        assay_build_input(w->result, &input);
    }
    assay_build_fact_count(w->result, "rows.kept", r->rows.count);
    assay_build_fact_count(w->result, "rows.left_out", r->rows.left_out);
    assay_build_fact_count(w->result, "rows.read",
                           r->rows.count + r->rows.left_out);
    assay_build_fact(w->result, "version", assay_version());
    if (o->common.command)
        assay_build_fact(w->result, "command", o->common.command);
}

static assay_status evaluate(work *w, assay_error *err)
{
    const assay_deployments_options *o = w->options;
    w->asked.options = o;
    ASSAY_TRY(check(o, err));
    ASSAY_TRY(parse_range(o->faces_per_person, w->asked.faces_per_person, err));
    ASSAY_TRY(parse_by(w, err));
    ASSAY_TRY(read_files(w, err));
    w->asked.record = assay_deployments_record(w->files);
    w->result = assay_build_new("operational");
    if (!w->result) return assay_fail_memory(err, "the result");
    record(w);
    ASSAY_TRY(assay_operational_measure(&w->asked, w->result, err));
    return assay_build_end(&w->result, err);
}

assay_status
assay_deployments_evaluate(const assay_deployments_options *options,
                           assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
