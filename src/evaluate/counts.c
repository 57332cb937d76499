// SPDX-License-Identifier: Apache-2.0
#include "assay/counts.h"

#include "base/alloc.h"
#include "evaluate/record.h"
#include "evaluate/tables.h"
#include "measure/trials.h"
#include "read/counts_text.h"

#include <math.h>
#include <string.h>

void assay_counts_options_default(assay_counts_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->expect = (double)NAN;
    options->margin = 1.25;
}

// An evaluation at work, ended together.
typedef struct work {
    const assay_counts_options *options;
    assay_arena arena;
    assay_tables *tables;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    assay_tables_free(w->tables);
    assay_result_free(w->result);
    assay_arena_end(&w->arena);
}

static assay_status check_ways(const assay_counts_options *o, assay_error *err)
{
    const int ways =
        (o->counts != NULL) + (o->file != NULL) + (o->share != NULL);
    if (ways != 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: write 10/3147436, or "
                          "Black=4/450,other=2/1430, or name a file with the "
                          "columns events and trials, or --share 8/10",
                          ways ? "more than one set of counts" : "no counts");
    if (!o->share && !isnan(o->expect))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--expect goes with --share: the trials of the "
                          "groups say what to expect");
    if (!o->file && (o->common.by.count || o->common.where.count))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by and --where need a file: typed counts have "
                          "no columns");
    if (o->share && o->subjects)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--subjects counts people behind trials: --share "
                          "has no trials");
    return ASSAY_OK;
}

static assay_status check_numbers(const assay_counts_options *o,
                                  assay_error *err)
{
    const double c = o->common.confidence;
    if (!(c > 0 && c < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "confidence %g: name a level above 0 and below 1, "
                          "such as 0.95",
                          c);
    if (!isnan(o->expect) && !(o->expect > 0 && o->expect < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--expect %g: name a share above 0 and below 1, such "
                          "as 0.135",
                          o->expect);
    if (!(o->margin > 1 && isfinite(o->margin)))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--margin %g: name a ratio above 1, such as 1.25",
                          o->margin);
    return ASSAY_OK;
}

static assay_status check_people(const assay_counts_options *o,
                                 const assay_trials_cell *all, assay_error *err)
{
    if (o->subjects <= all->trials) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--subjects %llu: more people than trials; each gives "
                      "one or more",
                      (unsigned long long)o->subjects);
}

static assay_status sum_parts(const assay_counts_part *parts, size_t count,
                              assay_trials_cell *all, assay_error *err)
{
    *all = (assay_trials_cell){.labels = NULL};
    for (size_t i = 0; i < count; i++) {
        all->events += parts[i].events;
        all->trials += parts[i].trials;
        if (all->trials > ASSAY_COUNT_MOST)
            return assay_fail(err, ASSAY_EUSAGE, "counts: %s",
                              assay_counts_wrong(0, all->trials));
    }
    return ASSAY_OK;
}

// The cells of counts as they were typed: everybody, and each group.
static assay_status make_cells(work *w, const assay_counts_part *parts,
                               size_t count, assay_trials *trials,
                               assay_error *err)
{
    const size_t groups = parts[0].name ? count : 0;
    assay_trials_cell *cells =
        assay_arena_new(&w->arena, groups + 1, sizeof *cells);
    assay_label *labels =
        assay_arena_new(&w->arena, groups + 1, sizeof *labels);
    if (!cells || !labels) return assay_fail_memory(err, "the groups");
    ASSAY_TRY(sum_parts(parts, count, &cells[0], err));
    for (size_t g = 0; g < groups; g++) {
        labels[g] = (assay_label){"group", parts[g].name};
        cells[g + 1] = (assay_trials_cell){.labels = &labels[g],
                                           .label_count = 1,
                                           .events = parts[g].events,
                                           .trials = parts[g].trials};
    }
    trials->cells = cells;
    trials->count = groups + 1;
    return ASSAY_OK;
}

static assay_status take_text(work *w, const char *text, assay_trials *trials,
                              assay_error *err)
{
    assay_counts_part *parts = NULL;
    size_t count = 0;
    ASSAY_TRY(assay_counts_text(text, &w->arena, &parts, &count, err));
    if (trials->share && parts[0].name)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--share '%.60s': write EVENTS/ALL, such as 8/10",
                          text);
    return make_cells(w, parts, count, trials, err);
}

static assay_status take_file(work *w, assay_trials *trials, assay_error *err)
{
    ASSAY_TRY(assay_tables_read(w->options, &w->tables, err));
    trials->cells = assay_tables_cells(w->tables, &trials->count);
    trials->rows = assay_tables_rows(w->tables);
    trials->others = assay_tables_others(w->tables);
    return ASSAY_OK;
}

static void record(work *w)
{
    const assay_counts_options *o = w->options;
    assay_record_common(w->result, &o->common);
    if (o->counts) assay_build_fact(w->result, "options.counts", o->counts);
    if (o->share) assay_build_fact(w->result, "options.share", o->share);
    if (!isnan(o->expect))
        assay_build_fact_number(w->result, "options.expect", o->expect);
    if (o->subjects)
        assay_build_fact_count(w->result, "options.subjects", o->subjects);
    assay_build_fact_number(w->result, "options.margin", o->margin);
    if (w->tables) assay_tables_record(w->tables, w->result);
    assay_build_fact(w->result, "version", assay_version());
    if (o->common.command)
        assay_build_fact(w->result, "command", o->common.command);
}

static assay_status evaluate(work *w, assay_error *err)
{
    const assay_counts_options *o = w->options;
    assay_trials trials = {
        .options = o, .share = o->share != NULL, .others = ""};
    ASSAY_TRY(check_ways(o, err));
    ASSAY_TRY(check_numbers(o, err));
    if (o->file)
        ASSAY_TRY(take_file(w, &trials, err));
    else
        ASSAY_TRY(take_text(w, o->share ? o->share : o->counts, &trials, err));
    ASSAY_TRY(check_people(o, &trials.cells[0], err));
    w->result = assay_build_new("counts");
    if (!w->result) return assay_fail_memory(err, "the result");
    record(w);
    ASSAY_TRY(assay_trials_measure(&trials, w->result, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_counts_evaluate(const assay_counts_options *options,
                                   assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
