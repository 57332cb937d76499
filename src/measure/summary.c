// SPDX-License-Identifier: Apache-2.0
#include "measure/summary.h"

#include "base/text.h"
#include "measure/covered.h"
#include "measure/floor.h"
#include "measure/joint.h"
#include "measure/operating.h"
#include "measure/points.h"

#include <math.h>

static bool has_both(const assay_view *view)
{
    return view->trials[ASSAY_MATED] && view->trials[ASSAY_NON_MATED];
}

static bool has_bounds(const assay_summary *summary)
{
    return !__builtin_isnan(summary->bounds[0]);
}

static bool rests_on_sample(const assay_view *view,
                            const assay_summary *summary)
{
    return assay_floor_sampled(view) && has_both(view) &&
           (!summary || has_bounds(summary));
}

// `summary` is NULL for d'.
static void add(const assay_part *part, const assay_figure *figure,
                const assay_summary *summary)
{
    assay_entry entry = assay_operating_entry(part, figure);
    if (summary && summary->value == summary->value)
        entry.tell =
            (summary->few_clusters ? ASSAY_TELL_FEW_CLUSTERS : 0u) |
            (summary->falls_short & ASSAY_COVERED_SHORT ? ASSAY_TELL_SHORT
                                                        : 0u) |
            (summary->falls_short == ASSAY_COVERED_HEAVY ? ASSAY_TELL_HEAVY
                                                         : 0u) |
            (summary->few_people ? ASSAY_TELL_FEW_PEOPLE : 0u) |
            (summary->dominated ? ASSAY_TELL_DOMINATED : 0u) |
            (!part->view->has_people && summary->method ? ASSAY_TELL_NO_PEOPLE
                                                        : 0u);
    if (figure->status == ASSAY_FIGURE_REFUSED && assay_floor_blind(part->view))
        entry.tell |= ASSAY_TELL_BELOW;
    if (rests_on_sample(part->view, summary)) entry.tell |= ASSAY_TELL_SAMPLED;
    (void)assay_ledger_add(&part->verification->ledger, &entry, false);
}

static const char *why_not(const assay_part *part, const assay_summary *summary)
{
    if (has_bounds(summary)) return assay_floor_bounds_note(part);
    if (summary->dominated)
        return "one person has more than 5 % of the comparisons: no interval";
    if (summary->few_people) return "too few people for an interval";
    if (!summary->method)
        return summary->value > 0 && summary->value < 1
                   ? "the scores vary too little for an interval"
                   : "no interval: it stands at the end of its range";
    return NULL;
}

// No value: of comparisons that there are not, or that are not known.
static void set_missing(const assay_part *part, assay_figure *figure)
{
    const bool below = has_both(part->view) && assay_floor_blind(part->view);
    figure->status = below ? ASSAY_FIGURE_REFUSED : ASSAY_FIGURE_NO_DATA;
    figure->note =
        below ? assay_ledger_text(
                    &part->verification->ledger,
                    "takes pairs of different people that are less alike: %s",
                    assay_floor_note(part))
              : "needs comparisons of both classes";
}

static void set_summary(assay_part *part, const assay_summary *summary,
                        assay_figure *figure)
{
    figure->value = summary->value;
    figure->low = summary->low;
    figure->high = summary->high;
    figure->method = summary->method;
    figure->weights = "comparison";
    figure->bounds[0] = summary->bounds[0];
    figure->bounds[1] = summary->bounds[1];
    if (part->view->has_people) figure->subjects = (int64_t)part->crowd.present;
    if (__builtin_isnan(summary->value)) {
        set_missing(part, figure);
        return;
    }
    if (!summary->method) return;
    figure->interval = "confidence";
    figure->confidence = part->verification->options->common.confidence;
}

// The counts at both neighbours of the only interpolated figure.
static const char *crossing_note(const assay_part *part, const char *why)
{
    const assay_crossing *cross = &part->view->crossing;
    return assay_ledger_text(
        &part->verification->ledger,
        "interpolated between %llu false matches and %llu false non-matches, "
        "and %llu and %llu, of %llu non-mated and %llu mated comparisons%s%s",
        (unsigned long long)cross->false_matches[0],
        (unsigned long long)cross->false_non_matches[0],
        (unsigned long long)cross->false_matches[1],
        (unsigned long long)cross->false_non_matches[1],
        (unsigned long long)part->view->trials[ASSAY_NON_MATED],
        (unsigned long long)part->view->trials[ASSAY_MATED], why ? "; " : "",
        why ? why : "");
}

static void add_eer(assay_part *part)
{
    const size_t p = assay_points_find(part->view, ASSAY_FOR_EER, NAN, true);
    const assay_summary summary = assay_joint_eer(&part->crowd, p);
    assay_figure figure = assay_operating_figure(part, "EER", "proportion");
    set_summary(part, &summary, &figure);
    if (!__builtin_isnan(summary.value)) {
        figure.note = crossing_note(part, why_not(part, &summary));
        figure.threshold = assay_study_threshold(part->verification,
                                                 part->view->crossing.key[1]);
        figure.rule = assay_study_rule(part->verification);
    }
    add(part, &figure, &summary);
}

static void add_auc(assay_part *part)
{
    const assay_summary summary = assay_joint_auc(&part->crowd);
    assay_figure figure = assay_operating_figure(part, "AUC", "proportion");
    set_summary(part, &summary, &figure);
    if (!__builtin_isnan(summary.value)) {
        const char *why = why_not(part, &summary);
        figure.note = assay_ledger_text(
            &part->verification->ledger,
            "share of pairs of a mated and a non-mated score in which the "
            "mated one is higher, ties one half%s%s",
            why ? "; " : "", why ? why : "");
    }
    add(part, &figure, &summary);
}

// (mean mated - mean non-mated) / sqrt((variance + variance) / 2)
static double d_prime(const assay_moments moments[ASSAY_CLASSES])
{
    const assay_moments *m = &moments[ASSAY_MATED];
    const assay_moments *n = &moments[ASSAY_NON_MATED];
    const double spread = sqrt(0.5 * (m->variance + n->variance));
    if (m->infinite || n->infinite || !(spread > 0)) return NAN;
    return (m->mean - n->mean) / spread;
}

static const char *sampled_note(const assay_part *part)
{
    const char *sample = assay_floor_sample_note(part);
    return assay_ledger_text(&part->verification->ledger,
                             "descriptive: it has no interval; %s",
                             sample ? sample : "");
}

static void add_d_prime(assay_part *part)
{
    const assay_view *view = part->view;
    assay_figure figure = assay_operating_figure(part, "d'", "ratio");
    figure.note = "descriptive: it has no interval";
    figure.weights = "comparison";
    if (!has_both(view) || assay_floor_blind(view)) {
        set_missing(part, &figure);
        add(part, &figure, NULL);
        return;
    }
    if (assay_floor_sampled(view)) figure.note = sampled_note(part);
    figure.value = d_prime(view->moments);
    if (__builtin_isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "a score is infinite, a class has one score, or the "
                      "scores of both do not vary";
    }
    add(part, &figure, NULL);
}

void assay_summary_add(assay_part *part)
{
    if (part->view->same_references) return;
    add_eer(part);
    if (part->verification->options->rates_only) return;
    add_auc(part);
    add_d_prime(part);
}
