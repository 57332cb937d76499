// SPDX-License-Identifier: Apache-2.0
// Names need no escaping: group_texts.c takes none that would.
#include "simulate/street_truth.h"

#include "simulate/street_times.h"
#include "stats/operators.h"

#include <math.h>

static const double sizes[ASSAY_STREET_SIZES] = {0.01, 0.02, 0.05, 0.1,
                                                 0.2,  0.5,  1,    10};
static const unsigned within[ASSAY_STREET_WITHIN] = {1, 2, 5, 10};

static void put_number(assay_output *output, const char *before,
                       const char *key, double value)
{
    assay_output_format(output, "%s\"%s\": ", before, key);
    if (isfinite(value))
        assay_output_double(output, value, 0);
    else
        assay_output_text(output, "null");
}

static void put_whole(assay_output *output, const char *before, const char *key,
                      uint64_t value)
{
    assay_output_format(output, "%s\"%s\": %llu", before, key,
                        (unsigned long long)value);
}

static void put_flag(assay_output *output, const char *before, const char *key,
                     bool value)
{
    assay_output_format(output, "%s\"%s\": %s", before, key,
                        value ? "true" : "false");
}

static void put_people(const assay_simulate_street_options *o,
                       assay_output *output)
{
    put_whole(output, "  ", "seed", o->seed);
    put_whole(output, ",\n  \"parameters\": {", "deployments", o->deployments);
    assay_output_format(output, ", \"start\": \"%s\"", o->start);
    put_whole(output, ", ", "every", o->every);
    put_number(output, ", ", "hours", o->hours);
    put_whole(output, ",\n    ", "volunteers", o->volunteers);
    put_whole(output, ", ", "others", o->others);
    put_whole(output, ", ", "passages", o->passages);
    put_number(output, ", ", "attendance", o->attendance);
    put_whole(output, ",\n    ", "crowd", o->crowd);
    put_number(output, ", ", "crowd_spread", o->crowd_spread);
    put_number(output, ", ", "prevalence", o->prevalence);
    put_whole(output, ", ", "counters", o->counters);
    put_number(output, ", ", "counted", o->counted);
    put_number(output, ",\n    ", "faces_per_person", o->faces_per_person);
    put_whole(output, ",\n    ", "watchlist_size", o->watchlist);
    put_whole(output, ", ", "filler", o->filler);
    put_number(output, ", ", "unenrolled", o->unenrolled);
    put_number(output, ", ", "late", o->late);
}

static void put_scores(const assay_street *street, assay_output *output)
{
    const assay_simulate_street_options *o = street->options;
    put_number(output, ",\n    ", "threshold", o->threshold);
    put_number(output, ", ", "floor",
               isnan(o->floor) ? o->threshold : o->floor);
    put_flag(output, ", ", "best_only", o->best_only);
    put_number(output, ",\n    ", "probe_effect", o->probe_effect);
    put_number(output, ", ", "reference_effect", o->reference_effect);
    put_number(output, ", ", "passage_effect", o->passage_effect);
    put_number(output, ",\n    ", "deployment_effect", o->deployment_effect);
    put_number(output, ", ", "mated_effect", o->mated_effect);
    put_number(output, ", ", "unacquired", o->unacquired);
}

static void put_log(const assay_street *street, assay_output *output)
{
    const assay_simulate_street_options *o = street->options;
    put_flag(output, ",\n    ", "by_time", o->by_time);
    put_number(output, ", ", "repeats", o->repeats);
    put_number(output, ", ", "clock_offset", o->clock_offset);
    put_number(output, ", ", "clock_drift", o->clock_drift);
    put_number(output, ",\n    ", "overlap", o->overlap);
    put_number(output, ", ", "orphans", o->orphans);
    put_number(output, ", ", "operator_effect", o->operator_effect);
    put_number(output, ", ", "unverified", o->unverified);
    put_whole(output, ", ", "mask", o->mask);
    assay_output_text(output, "},\n");
}

static void put_made(const assay_street_truth *truth, assay_output *output)
{
    const assay_street_walked *walked = truth->walked;
    put_whole(output, "  \"made\": {", "transits", walked->transits);
    put_whole(output, ", ", "transits_lost", walked->lost);
    put_whole(output, ", ", "side_by_side", walked->beside);
    put_whole(output, ",\n    ", "alert_rows", truth->sink->log.written);
    put_whole(output, ", ", "right_alerts", truth->sink->rows_right);
    put_whole(output, ", ", "wrong_alerts", truth->sink->rows_wrong);
    put_whole(output, ",\n    ", "passages_of_the_public", walked->passages);
    put_whole(output, ", ", "faces_counted", walked->faces);
    put_whole(output, ", ", "enrolled", assay_street_truth_entries(truth));
    put_whole(output, ", ", "enrolled_no_volunteers", truth->open.count);
    assay_output_text(output, "},\n");
}

// --- the truths --------------------------------------------------------------

static const assay_street_kind *kind_of(const assay_street *street,
                                        assay_street_of of, const char **key)
{
    *key = street->options->attribute;
    if (of.group != ASSAY_STREET_ANY) return &street->groups.kind[of.group];
    *key = "camera";
    if (of.camera != ASSAY_STREET_ANY) return &street->cameras.kind[of.camera];
    *key = "light";
    if (of.light != ASSAY_STREET_ANY) return &street->lights.kind[of.light];
    return NULL;
}

static void put_who(const assay_street_truth *truth, assay_street_of of,
                    assay_output *output)
{
    const char *key = NULL;
    const assay_street_kind *kind = kind_of(truth->street, of, &key);
    assay_output_text(output, "    {\"group\": {");
    if (kind) assay_output_format(output, "\"%s\": \"%s\"", key, kind->name);
    assay_output_text(output, "}");
    if (!kind) return;
    const bool group = of.group != ASSAY_STREET_ANY;
    put_number(output, ", ", "share", kind->share);
    put_number(output, ", ", group ? "mated_mean" : "mated_shift", kind->mated);
    put_number(output, ", ", "non_mated_shift", kind->shift);
}

static void put_passages(const assay_street_truth *truth, assay_street_of of,
                         assay_output *output)
{
    const assay_street_tally t = assay_street_truth_tally(truth, of);
    put_whole(output, ",\n      \"passages\": {", "listed", t.listed);
    put_whole(output, ", ", "found", t.found);
    put_whole(output, ", ", "own_entry_set_aside", t.aside);
    put_whole(output, ", ", "not_enrolled", t.unenrolled);
    put_whole(output, ",\n        ", "not_listed", t.unlisted);
    put_whole(output, ", ", "not_listed_alerted", t.pointed);
    put_whole(output, ",\n        ", "public", t.crowd);
    put_whole(output, ", ", "public_alerted", t.crowd_pointed);
    put_whole(output, ", ", "public_wrong_alerts", t.crowd_wrong);
    put_whole(output, ",\n        ", "public_listed", t.crowd_listed);
    put_whole(output, ", ", "public_found", t.crowd_found);
    put_whole(output, ", ", "public_own_entry_set_aside", t.crowd_aside);
    assay_output_text(output, "}");
}

static void put_rates(const assay_street_truth *truth, assay_street_of of,
                      assay_output *output)
{
    assay_output_text(output, ",\n      \"rates\": [");
    for (size_t i = 0; i < truth->threshold_count; i++) {
        const assay_street_rates r = assay_street_truth_at(truth, of, i);
        put_number(output, i ? ",\n        {" : "\n        {", "threshold",
                   truth->thresholds[i]);
        put_number(output, ", ", "TPIR", r.tpir);
        put_number(output, ", ", "TPIR_with_failed_enrolments", r.system);
        put_number(output, ",\n          ", "FPIR", r.fpir);
        put_number(output, ", ", "FPIR_this_list", r.fpir_here);
        put_number(output, ", ", "own_entry_set_aside", r.aside);
        put_number(output, ",\n          ", "public_FPIR", r.crowd);
        put_number(output, ", ", "public_FPIR_this_list", r.crowd_here);
        put_number(output, ",\n          ", "public_wrong_alerts",
                   r.crowd_alerts);
        put_number(output, ", ", "public_TPIR", r.crowd_tpir);
        assay_output_text(output, "}");
    }
    assay_output_text(output, "]");
}

static void put_sizes(const assay_street_truth *truth, assay_street_of of,
                      assay_output *output)
{
    const double all = (double)assay_street_truth_entries(truth);
    double before = 0;
    assay_output_text(output, ",\n      \"sizes\": [");
    for (size_t i = 0; i < ASSAY_STREET_SIZES; i++) {
        const double n = floor(sizes[i] * all);
        if (!(n > before)) continue;
        put_number(output, before > 0 ? ", {" : "{", "watchlist_size", n);
        put_number(output, ", ", "FPIR", assay_street_truth_fpir(truth, of, n));
        assay_output_text(output, "}");
        before = n;
    }
    assay_output_text(output, "],\n      \"found_within\": [");
    for (size_t i = 0; i < ASSAY_STREET_WITHIN; i++) {
        put_whole(output, i ? ", {" : "{", "passages", within[i]);
        put_number(output, ", ", "share",
                   assay_street_truth_within(truth, of, within[i]));
        assay_output_text(output, "}");
    }
    assay_output_text(output, "]");
}

static void put_truth(const assay_street_truth *truth, assay_street_of of,
                      assay_output *output)
{
    const assay_street_best best = assay_street_truth_best(truth, of);
    put_who(truth, of, output);
    put_passages(truth, of, output);
    put_rates(truth, of, output);
    put_sizes(truth, of, output);
    if (truth->street->options->best_only) {
        put_number(output, ",\n      \"best_candidate_log\": {", "TPIR",
                   best.tpir);
        put_number(output, ", ", "own_entry_set_aside", best.aside);
        assay_output_text(output, "}");
    }
    assay_output_text(output, "}");
}

static void put_truths(const assay_street_truth *truth, assay_output *output)
{
    const assay_street *street = truth->street;
    const assay_street_of all = {ASSAY_STREET_ANY, ASSAY_STREET_ANY,
                                 ASSAY_STREET_ANY};
    assay_output_text(output, "  \"truth\": [\n");
    put_truth(truth, all, output);
    for (size_t i = 0; street->groups.named && i < street->groups.count; i++) {
        assay_output_text(output, ",\n");
        put_truth(truth,
                  (assay_street_of){i, ASSAY_STREET_ANY, ASSAY_STREET_ANY},
                  output);
    }
    for (size_t i = 0; i < street->cameras.count; i++) {
        assay_output_text(output, ",\n");
        put_truth(truth,
                  (assay_street_of){ASSAY_STREET_ANY, i, ASSAY_STREET_ANY},
                  output);
    }
    for (size_t i = 0; street->lights.named && i < street->lights.count; i++) {
        assay_output_text(output, ",\n");
        put_truth(truth,
                  (assay_street_of){ASSAY_STREET_ANY, ASSAY_STREET_ANY, i},
                  output);
    }
    assay_output_text(output, "\n  ],\n");
}

// --- records -----------------------------------------------------------------

static void put_load(const assay_street_truth *truth, assay_output *output)
{
    const assay_simulate_street_options *o = truth->street->options;
    const assay_street_load load = assay_street_truth_load(truth);
    const double passages = (double)truth->walked->passages;
    const double hours = o->hours * (double)o->deployments;
    put_number(output, "  \"records\": {", "false_alerts_per_passage",
               load.wrong);
    put_number(output, ", ", "true_alerts_per_passage", load.right);
    put_number(output, ",\n    ", "false_alerts_per_alert",
               load.wrong / (load.wrong + load.right));
    put_number(output, ", ", "false_alerts_per_hour",
               load.wrong * passages / hours);
    put_number(output, ",\n    ", "spread_between_deployments",
               assay_street_truth_spread(truth));
    assay_output_text(output, "},\n");
}

static void put_operators(const assay_simulate_street_options *o,
                          assay_output *output)
{
    const bool inner = o->operator_hit > 0 && o->operator_hit < 1 &&
                       o->operator_false > 0 && o->operator_false < 1;
    put_whole(output, "  \"operators\": {", "count", o->operators);
    put_number(output, ", ", "H", o->operator_hit);
    put_number(output, ", ", "F", o->operator_false);
    put_number(
        output, ", ", "d_prime",
        inner ? assay_detection_of(o->operator_hit, o->operator_false).d_prime
              : (double)NAN);
    assay_output_text(output, "},\n");
}

static void put_deployment(const assay_street_truth *truth, uint64_t i,
                           assay_output *output)
{
    const assay_street *street = truth->street;
    const assay_street_record *r = &truth->walked->recorded[i];
    assay_output_text(output,
                      i ? ",\n    {\"date\": \"" : "\n    {\"date\": \"");
    assay_street_put_day(output, assay_street_day(street, i));
    assay_output_text(output, "\"");
    put_number(output, ", ", "effect", assay_street_effect(street, i));
    put_number(output, ", ", "faces_per_person", assay_street_faces(street, i));
    put_whole(output, ", ", "passages", r->passages);
    put_whole(output, ", ", "faces", r->faces);
    put_whole(output, ", ", "alerts", r->alerts);
    put_whole(output, ", ", "true", r->right[0] + r->right[1]);
    put_whole(output, ", ", "false", r->wrong[0] + r->wrong[1]);
    assay_output_text(output, "}");
}

void assay_street_truth_put(const assay_street_truth *truth,
                            assay_output *output)
{
    const assay_simulate_street_options *o = truth->street->options;
    assay_output_format(output, "{\"assay\": {\"version\": \"%s\"},\n",
                        assay_version());
    put_people(o, output);
    put_scores(truth->street, output);
    put_log(truth->street, output);
    put_made(truth, output);
    assay_output_text(
        output,
        "  \"rule\": \"TPIR(T) = (1 - unacquired) Phi(mean - T); FPIR(n, T) = "
        "(1 - unacquired) (1 - E[Phi((T - shift - sqrt(r) x)/sqrt(1 - r))^n]), "
        "r = probe, passage and deployment effects, x normal; group {} is "
        "everybody, by passage\",\n"
        "  \"not_covered\": \"what is told of random lists is not that of the "
        "one drawn, where it does not say this_list; alerts of the public that "
        "fall into a volunteer's passage when alerts name no transit\",\n");
    put_truths(truth, output);
    if (o->crowd) put_load(truth, output);
    put_operators(o, output);
    assay_output_text(output, "  \"deployments\": [");
    for (uint64_t i = 0; i < o->deployments; i++)
        put_deployment(truth, i, output);
    assay_output_text(output, "]}\n");
}
