// SPDX-License-Identifier: Apache-2.0
#include "evaluate/attacks_intake.h"

#include "base/alloc.h"
#include "base/order.h"
#include "base/text.h"
#include "evaluate/wanted.h"

#include <stdlib.h>
#include <string.h>

enum { SPECIES_MOST = 256, SYSTEMS_MOST = 64 };
static const uint32_t BONA_FIDE = UINT32_MAX; // its mark: the last

struct assay_attacks {
    const assay_scores_options *options;
    assay_intake *intake;
    const char *asked;
    size_t column, morph, system; // of the intake
    const char *file;             // that is read
    assay_attack_system *systems; // as they were asked for
    bool *met;                    // of each: it compared some morph
    uint32_t met_value;  // of the column system, where none were asked for
    uint32_t *system_of; // of each pair
    bool nameless[SPECIES_MOST + 2]; // by the value of the mark, bona fide
                                     // last: some row has no person
    bool *named;                     // by place of the mark
    assay_strings *pairs;     // of a morph and a contributor: 8 bytes each
    uint32_t *morph_of;       // of each pair
    uint32_t *contributor_of; // of each pair
    const char **species;     // by place of the mark
    size_t *order;
    assay_attack_set set;
};

static assay_status read_system(assay_attacks *a, size_t s,
                                const assay_pair *one, assay_error *err)
{
    bool overflow = false;
    a->systems[s].name = one->key;
    if (!assay_parse_double(assay_slice_of(one->value),
                            &a->systems[s].threshold, &overflow))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--system %s=%s: the threshold is no number",
                          one->key, one->value);
    for (size_t before = 0; before < s; before++)
        if (strcmp(a->systems[before].name, one->key) == 0)
            return assay_fail(err, ASSAY_EUSAGE, "--system %s is given twice",
                              one->key);
    return ASSAY_OK;
}

static assay_status read_systems(assay_attacks *a, const assay_pairs *asked,
                                 assay_error *err)
{
    a->met_value = ASSAY_NO_STRING;
    if (asked->count > SYSTEMS_MOST)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d --system",
                          SYSTEMS_MOST);
    a->systems = assay_new(0, asked->count + 1, sizeof *a->systems);
    a->met = assay_new(0, asked->count + 1, sizeof *a->met);
    if (!a->systems || !a->met) return assay_fail_memory(err, "the systems");
    for (size_t s = 0; s < asked->count; s++)
        ASSAY_TRY(read_system(a, s, &asked->items[s], err));
    a->set.systems = a->systems;
    a->set.system_count = asked->count;
    return ASSAY_OK;
}

static assay_status start(assay_attacks *a, const assay_scores_options *options,
                          assay_error *err)
{
    const assay_options *common = &options->common;
    const char *spool = common->spool ? common->spool : "/tmp";
    const size_t memory = (size_t)common->memory;
    ASSAY_TRY(assay_wanted_column(a->intake, a->asked, &a->column, err));
    ASSAY_TRY(assay_wanted_column(a->intake, "morph", &a->morph, err));
    ASSAY_TRY(assay_wanted_column(a->intake, "system", &a->system, err));
    ASSAY_TRY(read_systems(a, &options->systems, err));
    a->intake->attack = a->column + 1;
    a->pairs = assay_strings_new();
    if (!a->pairs) return assay_fail_memory(err, "the attacks");
    ASSAY_TRY(
        assay_marked_new(spool, memory, &common->watch, &a->set.rows, err));
    return assay_marked_new(spool, memory, &common->watch, &a->set.morphs, err);
}

assay_status assay_attacks_new(const assay_scores_options *options,
                               assay_intake *intake, assay_attacks **out,
                               assay_error *err)
{
    *out = NULL;
    const char *idle = options->apcer.count     ? "--apcer"
                       : options->systems.count ? "--system"
                                                : NULL;
    if (!options->attack && idle)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s is for attacks: name their column with --attack",
                          idle);
    if (!options->attack) return ASSAY_OK;
    assay_attacks *a = assay_new(sizeof *a, 0, 0);
    if (!a) return assay_fail_memory(err, "the attacks");
    a->intake = intake;
    a->options = options;
    a->asked = options->attack;
    const assay_status status = start(a, options, err);
    if (status != ASSAY_OK) {
        assay_attacks_free(a);
        return status;
    }
    *out = a;
    return ASSAY_OK;
}

// The person of a row: its probe's, or else the one attacked.
static uint32_t person_of(const assay_batch *batch, size_t i)
{
    if (!batch->has_subjects) return UINT32_MAX;
    return batch->probe[i] != ASSAY_NO_STRING ? batch->probe[i]
                                              : batch->reference[i];
}

void assay_attacks_file(assay_attacks *a, const char *name)
{
    a->file = name;
}

// The system of this name.
static assay_status find_system(assay_attacks *a, const char *name,
                                uint32_t *system, assay_error *err)
{
    for (uint32_t s = 0; s < a->set.system_count; s++) {
        if (strcmp(a->systems[s].name, name) != 0) continue;
        a->met[s] = true;
        *system = s;
        return ASSAY_OK;
    }
    return assay_fail(err, ASSAY_EINPUT,
                      "morphs of the system '%s', which has no threshold: give "
                      "--system '%s=THRESHOLD'",
                      name, name);
}

// Where no systems were asked for, there is one.
static assay_status hold_one(assay_attacks *a, uint32_t value, assay_error *err)
{
    const assay_strings *values = a->intake->values[a->system];
    if (value == ASSAY_NO_STRING || value == a->met_value) return ASSAY_OK;
    if (a->met_value == ASSAY_NO_STRING) {
        a->met_value = value;
        return ASSAY_OK;
    }
    const char *name = assay_strings_text(values, value).text;
    return assay_fail(err, ASSAY_EINPUT,
                      "morphs of several systems, '%s' and '%s': give each its "
                      "threshold, as in --system '%s=THRESHOLD'",
                      assay_strings_text(values, a->met_value).text, name,
                      name);
}

static assay_status take_system(assay_attacks *a, const assay_batch *batch,
                                size_t i, uint32_t *system, assay_error *err)
{
    const uint32_t value = batch->column[a->system][i];
    *system = 0;
    if (!a->set.system_count) return hold_one(a, value, err);
    if (!batch->has_column[a->system])
        return find_system(a, a->file ? a->file : "", system, err);
    if (value == ASSAY_NO_STRING)
        return assay_fail(err, ASSAY_EINPUT,
                          "a morph whose column system is empty");
    return find_system(
        a, assay_strings_text(a->intake->values[a->system], value).text, system,
        err);
}

static assay_status take_morph(assay_attacks *a, uint32_t morph,
                               uint32_t system, assay_marked_row *row,
                               assay_error *err)
{
    const uint32_t all[3] = {morph, row->person, system};
    const assay_slice key = {(const char *)all, sizeof all};
    if (row->person == UINT32_MAX)
        return assay_fail(err, ASSAY_EINPUT,
                          "a morph without a subject: a column subject (or "
                          "probe_subject) says with which contributor it was "
                          "compared");
    if (!assay_strings_add(a->pairs, key, &row->mark))
        return assay_fail_memory(err, "the morphs");
    return assay_marked_add(a->set.morphs, row, err);
}

static assay_status take_row(assay_attacks *a, assay_marked_row *row,
                             assay_error *err)
{
    const assay_strings *values = a->intake->values[a->column];
    if (a->set.system_count)
        return assay_fail(err, ASSAY_EINPUT,
                          "not a morph: with --system each row is one, with "
                          "its id in the column morph");
    if (assay_strings_count(values) > SPECIES_MOST)
        return assay_fail(err, ASSAY_EINPUT,
                          "--attack %s: more than %d species: is it the "
                          "column that names them?",
                          a->asked, SPECIES_MOST);
    const size_t mark = row->mark == BONA_FIDE ? SPECIES_MOST + 1 : row->mark;
    if (row->person == UINT32_MAX) a->nameless[mark] = true;
    return assay_marked_add(a->set.rows, row, err);
}

assay_status assay_attacks_take(assay_attacks *a, const assay_batch *batch,
                                size_t i, float score, uint16_t profile,
                                assay_error *err)
{
    const uint8_t flags = batch->flags[i];
    const uint32_t morph = batch->column[a->morph][i];
    const bool attack = flags & ASSAY_ROW_ATTACK;
    assay_marked_row row = {.key = assay_key_of(score),
                            .mark = attack ? batch->column[a->column][i]
                                           : BONA_FIDE,
                            .person = person_of(batch, i),
                            .profile = profile};
    enum {
        FAILED = ASSAY_ROW_FAILED | ASSAY_ROW_NO_PROBE | ASSAY_ROW_NO_REFERENCE
    };
    if (flags & FAILED) {
        a->set.failed++;
        return ASSAY_OK;
    }
    uint32_t system = 0;
    if (!attack || morph == ASSAY_NO_STRING) return take_row(a, &row, err);
    ASSAY_TRY(take_system(a, batch, i, &system, err));
    return take_morph(a, morph, system, &row, err);
}

// ---- The end ---------------------------------------------------------------

typedef struct named {
    const char *name;
    size_t place;
} named;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

// Names of the marks, and their order.
static assay_status name_species(assay_attacks *a, assay_error *err)
{
    size_t n = 0;
    named all[SPECIES_MOST + 1];
    const bool people = a->intake->subjects;
    const uint32_t *marks = assay_marked_marks(a->set.rows, &a->set.marks);
    a->species = assay_new(0, a->set.marks + 1, sizeof *a->species);
    a->order = assay_new(0, a->set.marks + 1, sizeof *a->order);
    a->named = assay_new(0, a->set.marks + 1, sizeof *a->named);
    if (!a->species || !a->order || !a->named)
        return assay_fail_memory(err, "the attacks");
    for (size_t m = 0; m < a->set.marks; m++) {
        const bool bona_fide = marks[m] == BONA_FIDE;
        a->named[m] =
            people && !a->nameless[bona_fide ? SPECIES_MOST + 1 : marks[m]];
        if (bona_fide) continue;
        a->species[m] =
            assay_strings_text(a->intake->values[a->column], marks[m]).text;
        all[n++] = (named){a->species[m], m};
    }
    qsort(all, n, sizeof *all, by_name);
    for (size_t i = 0; i < n; i++) a->order[i] = all[i].place;
    a->set.species = a->species;
    a->set.order = a->order;
    a->set.named = a->named;
    a->set.species_count = n;
    return ASSAY_OK;
}

static assay_status name_morphs(assay_attacks *a, assay_error *err)
{
    const uint32_t pairs = assay_strings_count(a->pairs);
    const uint32_t morphs = assay_strings_count(a->intake->values[a->morph]);
    const assay_strings *people = a->intake->subjects;
    ASSAY_AUTO(assay_drop) bool *seen = assay_new(0, (size_t)morphs + 1, 1);
    a->system_of = assay_new(0, (size_t)pairs + 1, sizeof *a->system_of);
    a->morph_of = assay_new(0, (size_t)pairs + 1, sizeof *a->morph_of);
    a->contributor_of =
        assay_new(0, (size_t)pairs + 1, sizeof *a->contributor_of);
    if (!seen || !a->morph_of || !a->contributor_of || !a->system_of)
        return assay_fail_memory(err, "the morphs");
    for (uint32_t i = 0; i < pairs; i++) {
        uint32_t all[3];
        memcpy(all, assay_strings_text(a->pairs, i).text, sizeof all);
        a->morph_of[i] = all[0];
        a->contributor_of[i] = all[1];
        a->system_of[i] = all[2];
        a->set.morph_count += !seen[all[0]];
        seen[all[0]] = true;
    }
    a->set.pairs = pairs;
    a->set.morph_of = a->morph_of;
    a->set.contributor_of = a->contributor_of;
    a->set.system_of = a->system_of;
    a->set.contributors = people ? assay_strings_count(people) : 0;
    return ASSAY_OK;
}

// What is asked of systems, and of them alone.
static assay_status check_systems(const assay_attacks *a, assay_error *err)
{
    const assay_scores_options *o = a->options;
    const char *option = o->thresholds.count  ? "--threshold"
                         : o->thresholds_from ? "--thresholds-from"
                         : o->apcer.count     ? "--apcer"
                         : o->common.by.count ? "--by"
                                              : NULL;
    if (!a->set.system_count) return ASSAY_OK;
    if (!a->intake->presentations)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--system is for morphs alone: evaluate comparisons "
                          "of each system apart");
    if (option)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s is for one system; with --system each has its "
                          "own threshold",
                          option);
    for (size_t s = 0; s < a->set.system_count; s++)
        if (!a->met[s])
            return assay_fail(err, ASSAY_EINPUT,
                              "--system %s: no morph was compared by it",
                              a->systems[s].name);
    return ASSAY_OK;
}

// Options that presentations alone, or comparisons, have no use for.
static assay_status check_options(const assay_attacks *a, assay_error *err)
{
    const assay_scores_options *o = a->options;
    const char *option = o->quality.count   ? "--quality"
                         : o->fmr.count     ? "--fmr"
                         : o->choose.count  ? "--choose"
                         : o->common.review ? "--review"
                                            : NULL;
    if (!a->intake->presentations && o->apcer.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--apcer is for presentations alone; these are "
                          "comparisons, whose FMR targets set the threshold");
    if (!a->intake->presentations || !option) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "%s is for comparisons; no file says which rows are "
                      "mated, so these are presentations",
                      option);
}

assay_status assay_attacks_close(assay_attacks *a, assay_error *err)
{
    if (!a->intake->found[a->column])
        return assay_fail(err, ASSAY_EINPUT,
                          "--attack %s: no file has that column; name the one "
                          "that names the species of attacks",
                          a->asked);
    if (a->intake->presentations && a->intake->comparisons)
        return assay_fail(err, ASSAY_EINPUT,
                          "some files say which comparisons are mated and some "
                          "don't: evaluate comparisons and presentations "
                          "apart");
    ASSAY_TRY(check_options(a, err));
    ASSAY_TRY(check_systems(a, err));
    ASSAY_TRY(assay_marked_close(a->set.rows, err));
    ASSAY_TRY(assay_marked_close(a->set.morphs, err));
    if (a->options->common.by.count && a->intake->presentations &&
        !assay_marked_rows(a->set.rows))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by is for presentations and comparisons; morphs, "
                          "which are of several people, are in no group");
    ASSAY_TRY(name_species(a, err));
    ASSAY_TRY(name_morphs(a, err));
    a->set.presentations = a->intake->presentations;
    if (a->intake->subjects && assay_marked_rows(a->set.rows))
        a->set.people = assay_strings_count(a->intake->subjects);
    return ASSAY_OK;
}

const assay_attack_set *assay_attacks_set(const assay_attacks *a)
{
    return &a->set;
}

void assay_attacks_free(assay_attacks *a)
{
    if (!a) return;
    assay_marked_free(a->set.rows);
    assay_marked_free(a->set.morphs);
    assay_strings_free(a->pairs);
    assay_free(a->morph_of);
    assay_free(a->system_of);
    assay_free(a->systems);
    assay_free(a->met);
    assay_free(a->contributor_of);
    assay_free(a->species);
    assay_free(a->order);
    assay_free(a->named);
    assay_free(a);
}
