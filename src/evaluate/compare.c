// SPDX-License-Identifier: Apache-2.0
#include "assay/compare.h"

#include "base/alloc.h"
#include "base/output.h"
#include "evaluate/loaded.h"
#include "evaluate/pairing.h"
#include "measure/comparison.h"
#include "measure/require.h"

#include <math.h>
#include <string.h>

void assay_compare_options_default(assay_compare_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->margin = 1.25;
}

// Everything that a comparison holds, ended together.
typedef struct work {
    const assay_compare_options *options;
    assay_result *loaded[2];
    assay_kept kept[2];
    const char **ids; // of people, for the review
    assay_output *review;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    for (int s = 0; s < 2; s++) {
        assay_kept_end(&w->kept[s]);
        assay_result_free(w->loaded[s]);
    }
    assay_free(w->ids);
    assay_output_abandon(w->review);
    assay_result_free(w->result);
}

static assay_status check(const assay_compare_options *o, assay_error *err)
{
    const double c = o->common.confidence;
    if (!o->a || !o->b)
        return assay_fail(err, ASSAY_EUSAGE,
                          "two results are compared; give A.assay B.assay");
    if (!(c > 0 && c < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--confidence lies between 0 and 1, as in 0.95");
    if (!(o->margin > 1 && isfinite(o->margin)))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--margin %g: name a ratio above 1, such as 1.25",
                          o->margin);
    if (o->unpaired && o->common.review)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--review says of whom the systems differ, which "
            "takes the same people in both: leave out --unpaired");
    return assay_require_check_compared(&o->common.require, err);
}

static assay_status load(work *w, assay_error *err)
{
    const char *const paths[] = {w->options->a, w->options->b};
    for (int s = 0; s < 2; s++) {
        ASSAY_TRY(assay_result_load(paths[s], &w->loaded[s], err));
        w->kept[s].path = paths[s];
        w->kept[s].result = w->loaded[s];
    }
    ASSAY_TRY(assay_pairing_kind(&w->kept[0], &w->kept[1], err));
    if (w->options->unpaired) return ASSAY_OK;
    for (int s = 0; s < 2; s++) ASSAY_TRY(assay_kept_read(&w->kept[s], err));
    return assay_pairing_check(&w->kept[0], &w->kept[1], err);
}

static void record_options(work *w)
{
    static const char *const families[] = {"holm", "bh", "none"};
    const assay_compare_options *o = w->options;
    const assay_options *common = &o->common;
    assay_arena *arena = assay_build_arena(w->result);
    const char *all = "";
    for (size_t i = 0; i < common->about.count; i++)
        assay_build_about(w->result, common->about.items[i].key,
                          common->about.items[i].value);
    for (size_t i = 0; all && i < common->require.count; i++)
        all = assay_arena_format(arena, "%s%s%s", all, i ? "; " : "",
                                 common->require.items[i]);
    if (all && all[0]) assay_build_fact(w->result, "options.require", all);
    assay_build_fact_number(w->result, "options.confidence",
                            common->confidence);
    assay_build_fact_number(w->result, "options.margin", o->margin);
    assay_build_fact(w->result, "options.multiplicity",
                     families[o->multiplicity]);
    assay_build_fact(w->result, "compared",
                     o->unpaired ? "unpaired" : "paired");
    assay_build_fact(w->result, "version", assay_version());
    if (common->command)
        assay_build_fact(w->result, "command", common->command);
}

static assay_status record(work *w, assay_error *err)
{
    const assay_loaded loaded[] = {{w->loaded[0], w->kept[0].path, "A"},
                                   {w->loaded[1], w->kept[1].path, "B"}};
    for (int s = 0; s < 2; s++)
        ASSAY_TRY(assay_loaded_input(&loaded[s], w->options->common.no_digest,
                                     w->result, err));
    record_options(w);
    for (int s = 0; s < 2; s++) assay_loaded_origin(&loaded[s], w->result);
    return ASSAY_OK;
}

// Where the id of each person begins, for the review.
static assay_status open_review(work *w, assay_error *err)
{
    const char *path = w->options->common.review;
    const assay_kept *a = &w->kept[0];
    size_t n = 0;
    if (!path) return ASSAY_OK;
    w->ids = assay_new(0, a->subjects_size + 1, sizeof(const char *));
    if (!w->ids) return assay_fail_memory(err, "the people");
    for (const char *id = a->subjects; id < a->subjects + a->subjects_size;
         id += strlen(id) + 1)
        w->ids[n++] = id;
    ASSAY_TRY(assay_output_open(path, &w->review, err));
    assay_output_text(w->review, "figure,subject,events_A,events_B,trials\n");
    return ASSAY_OK;
}

static void put_person(void *context, const assay_differing *one)
{
    enum { DIGITS = 15 };
    work *w = context;
    assay_output *out = w->review;
    assay_output_field(out, assay_slice_of(one->figure));
    assay_output_text(out, ",");
    assay_output_field(out, assay_slice_of(w->ids[one->person]));
    const double numbers[] = {one->events[0], one->events[1], one->trials};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assay_output_text(out, ",");
        assay_output_double(out, numbers[i], DIGITS);
    }
    assay_output_text(out, "\n");
}

static assay_compared_side side_of(const work *w, int s)
{
    const assay_kept *kept = &w->kept[s];
    return (assay_compared_side){.result = kept->result,
                                 .views = kept->views,
                                 .view_count = kept->view_count,
                                 .searches = kept->searches,
                                 .groups = kept->groups,
                                 .group_count = kept->group_count};
}

static assay_status measure(work *w, assay_error *err)
{
    const assay_comparison_input input = {
        .options = w->options,
        .sides = {side_of(w, 0), side_of(w, 1)},
        .differ = w->review ? put_person : NULL,
        .context = w};
    return assay_comparison_measure(&input, w->result, err);
}

static assay_status end_review(work *w, assay_error *err)
{
    assay_output *review = w->review;
    w->review = NULL;
    return review ? assay_output_commit(review, err) : ASSAY_OK;
}

static assay_status evaluate(work *w, assay_error *err)
{
    ASSAY_TRY(check(w->options, err));
    ASSAY_TRY(load(w, err));
    w->result = assay_build_new("comparison");
    if (!w->result) return assay_fail_memory(err, "the result");
    ASSAY_TRY(record(w, err));
    ASSAY_TRY(open_review(w, err));
    ASSAY_TRY(measure(w, err));
    ASSAY_TRY(end_review(w, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_compare_evaluate(const assay_compare_options *options,
                                    assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
