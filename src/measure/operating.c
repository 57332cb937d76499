// SPDX-License-Identifier: Apache-2.0
#include "measure/operating.h"

#include "base/text.h"
#include "measure/estimate.h"
#include "measure/floor.h"
#include "measure/joint.h"
#include "measure/points.h"
#include "measure/rate_figure.h"
#include "measure/sentences.h"
#include "measure/standing_views.h"
#include "measure/wilks.h"
#include "stats/threshold.h"

#include <math.h>

// An operating point of a view, and how its figures are labelled.
typedef struct where {
    size_t p;
    assay_at at[3];
    size_t at_count;
    const char *from;      // threshold_from
    bool few;              // the threshold rests on a handful of scores
    bool sets_threshold;   // by the scores of this very view: method.md 4.8
    uint64_t most;         // scores that fix the threshold
    uint64_t wilks;        // few, and no threshold holds the target with
                           // confidence: comparisons that would; or 0
    uint64_t needed;       // comparisons that would be enough
    const char *confident; // what a threshold with confidence rests on
} where;

assay_figure assay_operating_figure(const assay_part *part, const char *name,
                                    const char *unit)
{
    assay_figure figure = assay_figure_blank();
    (void)part;
    figure.name = name;
    figure.unit = unit;
    return figure;
}

assay_entry assay_operating_entry(const assay_part *part,
                                  const assay_figure *figure)
{
    return (assay_entry){.figure = *figure,
                         .cell = part->cell,
                         .guard_low = NAN,
                         .guard_high = NAN};
}

static assay_ledger *ledger_of(const assay_part *part)
{
    return &part->verification->ledger;
}

// "0.0125", with three digits, for a note.
static const char *rounded(const assay_part *part, double value)
{
    char text[32];
    assay_print_double(value, 3, text);
    return assay_ledger_text(ledger_of(part), "%s", text);
}

// "10,000", for a note.
static const char *number(const assay_part *part, uint64_t count)
{
    const char *text = assay_spoken_number(&ledger_of(part)->arena, count);
    if (!text) ledger_of(part)->no_memory = true;
    return text ? text : "";
}

static const char *note_few(const assay_part *part, const where *spot)
{
    const char *rest =
        spot->wilks ? assay_ledger_text(
                          ledger_of(part),
                          "; one that keeps the FMR with confidence needs %s "
                          "non-mated comparisons",
                          number(part, spot->wilks))
                    : "";
    return assay_ledger_text(ledger_of(part),
                             "only %llu non-mated %s this threshold: given, "
                             "not to be quoted%s",
                             (unsigned long long)spot->most,
                             spot->most == 1 ? "score fixes" : "scores fix",
                             rest ? rest : "");
}

static const char *note_ties(const assay_part *part, const where *spot)
{
    const uint64_t tied = part->view->points[spot->p].tied;
    if (tied < 2) return NULL;
    return assay_ledger_text(ledger_of(part),
                             "%llu equal non-mated scores were left out "
                             "together",
                             (unsigned long long)tied);
}

// Both notes as one sentence, either of which may be NULL.
static const char *join(const assay_part *part, const char *a, const char *b)
{
    if (!a || !b) return a ? a : b;
    return assay_ledger_text(ledger_of(part), "%s; %s", a, b);
}

static assay_figure_status status_of(const where *spot,
                                     const assay_estimate *rate)
{
    if (!rate->trials) return ASSAY_FIGURE_NO_DATA;
    if (rate->one_person) return ASSAY_FIGURE_SINGLE_SUBJECT;
    return spot->few ? ASSAY_FIGURE_FEW_EVENTS : ASSAY_FIGURE_OK;
}

// Where the figure holds.
static void set_spot(const assay_part *part, const where *spot,
                     assay_figure *figure)
{
    figure->at = spot->at;
    figure->at_count = spot->at_count;
    figure->threshold = assay_study_threshold(part->verification,
                                              part->view->points[spot->p].key);
    figure->rule = assay_study_rule(part->verification);
    figure->threshold_from = spot->from;
}

static void set_counts(bool mated, assay_figure *figure)
{
    figure->per = "comparison";
    figure->of = mated ? "mated comparisons" : "non-mated comparisons";
}

static const char *references_of(const assay_part *part)
{
    if (part->view->same_references) return "same group";
    return part->view->label_count ? "all" : NULL;
}

static assay_figure rate_figure(const assay_part *part, const where *spot,
                                const assay_estimate *rate, bool mated)
{
    assay_figure figure =
        assay_operating_figure(part, mated ? "FNMR" : "FMR", "proportion");
    set_spot(part, spot, &figure);
    assay_rate_fill(rate, part->verification->options->common.confidence,
                    &figure);
    set_counts(mated, &figure);
    figure.status = status_of(spot, rate);
    if (!mated) figure.references = references_of(part);
    if (!rate->trials)
        figure.note = mated ? "there are no mated comparisons"
                            : "there are no non-mated comparisons";
    else
        figure.note = join(part, spot->few ? note_few(part, spot) : NULL,
                           assay_rate_note(ledger_of(part), rate));
    return figure;
}

static void add(const assay_part *part, const where *spot,
                const assay_figure *figure, const assay_estimate *rate,
                bool beside)
{
    assay_entry entry = assay_operating_entry(part, figure);
    entry.guard_low = rate->guard_low;
    entry.guard_high = rate->guard_high;
    entry.needed = spot->few ? spot->needed : 0;
    entry.tell = assay_rate_tell(rate) | (beside ? ASSAY_TELL_UNEQUAL : 0u);
    (void)assay_ledger_add(ledger_of(part), &entry, beside);
}

// TMR = 1 - FNMR, its interval mirrored.
static void add_tmr(const assay_part *part, const where *spot,
                    const assay_figure *fnmr, const assay_estimate *rate)
{
    assay_figure figure = *fnmr;
    figure.name = "TMR";
    figure.value = 1 - fnmr->value;
    figure.low = 1 - fnmr->high;
    figure.high = 1 - fnmr->low;
    figure.events = fnmr->trials - fnmr->events;
    if (fnmr->status == ASSAY_FIGURE_OK) figure.note = "1 - FNMR";
    assay_entry entry = assay_operating_entry(part, &figure);
    entry.needed = spot->few ? spot->needed : 0;
    entry.guard_low = 1 - rate->guard_high;
    entry.guard_high = 1 - rate->guard_low;
    (void)assay_ledger_add(ledger_of(part), &entry, false);
}

static void add_fmr_by(assay_part *part, const where *spot,
                       assay_weighting weighting, bool beside)
{
    const assay_estimate rate =
        assay_estimate_fmr(&part->crowd, spot->p, weighting);
    assay_figure figure = rate_figure(part, spot, &rate, false);
    figure.weights = weighting == ASSAY_BY_SUBJECT ? "subject" : "comparison";
    if (spot->sets_threshold)
        figure.note = join(part, figure.note, note_ties(part, spot));
    add(part, spot, &figure, &rate, beside);
}

static void add_fmr(assay_part *part, const where *spot)
{
    const bool unequal =
        part->crowd.unequal_non_mated && part->view->trials[ASSAY_NON_MATED];
    if (unequal) add_fmr_by(part, spot, ASSAY_BY_SUBJECT, false);
    add_fmr_by(part, spot, ASSAY_BY_COMPARISON, unequal);
}

static void add_fnmr_by(assay_part *part, const where *spot,
                        assay_weighting weighting, bool beside)
{
    const assay_estimate rate =
        spot->sets_threshold
            ? assay_joint_fnmr(&part->crowd, spot->p, weighting)
            : assay_estimate_fnmr(&part->crowd, spot->p, weighting);
    assay_figure figure = rate_figure(part, spot, &rate, true);
    figure.weights = weighting == ASSAY_BY_SUBJECT ? "subject" : "comparison";
    add(part, spot, &figure, &rate, beside);
    if (!beside) add_tmr(part, spot, &figure, &rate);
}

static void add_fnmr(assay_part *part, const where *spot)
{
    const bool unequal =
        part->crowd.unequal_mated && part->view->trials[ASSAY_MATED];
    if (part->view->same_references) return;
    if (unequal) add_fnmr_by(part, spot, ASSAY_BY_SUBJECT, false);
    add_fnmr_by(part, spot, ASSAY_BY_COMPARISON, unequal);
}

// A threshold that is not above the floor.
static void add_hidden_fmr(const assay_part *part, const where *spot)
{
    assay_figure figure = assay_operating_figure(part, "FMR", "proportion");
    set_spot(part, spot, &figure);
    figure.references = references_of(part);
    figure.status = ASSAY_FIGURE_REFUSED;
    figure.note = assay_floor_note(part);
    assay_entry entry = assay_operating_entry(part, &figure);
    entry.tell = ASSAY_TELL_BELOW;
    (void)assay_ledger_add(ledger_of(part), &entry, false);
}

// Both rates at a threshold that is the same for all groups; `hidden`: its
// false matches are not known.
static void add_both(assay_part *part, const where *spot, bool hidden)
{
    const assay_ledger *ledger = ledger_of(part);
    const size_t fmr = ledger->count;
    if (hidden)
        add_hidden_fmr(part, spot);
    else
        add_fmr(part, spot);
    const size_t fnmr = ledger->count;
    add_fnmr(part, spot);
    assay_standing_view(part, spot->p, hidden ? SIZE_MAX : fmr,
                        ledger->count > fnmr ? fnmr : SIZE_MAX);
}

static void add_threshold(const assay_part *part, const where *spot)
{
    assay_figure figure = assay_operating_figure(part, "threshold", "score");
    set_spot(part, spot, &figure);
    figure.value = figure.threshold;
    figure.status = spot->few ? ASSAY_FIGURE_FEW_EVENTS : ASSAY_FIGURE_OK;
    figure.note = join(part, spot->few ? note_few(part, spot) : spot->confident,
                       note_ties(part, spot));
    if (__builtin_isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "no score lies beyond the greatest there is";
    }
    assay_entry entry = assay_operating_entry(part, &figure);
    entry.needed = spot->few ? spot->needed : 0;
    (void)assay_ledger_add(ledger_of(part), &entry, false);
}

static where target_spot(const assay_part *part, const assay_target *target,
                         size_t p, bool own)
{
    const bool group = part->view->label_count > 0;
    where out = {.p = p,
                 .at = {{"FMR", target->alpha}, {"achieved", target->achieved}},
                 .at_count = 2,
                 .from = group && own ? "group" : "all",
                 .few = target->few,
                 .sets_threshold = own,
                 .most = target->most,
                 .needed =
                     assay_allowed_trials(target->alpha, ASSAY_FEW_EVENTS)};
    const double miss = 1 - part->verification->options->common.confidence;
    if (!group && target->few && !target->has_wilks && miss < 0.5)
        out.wilks = target->wilks_needed;
    if (group && own) {
        const uint64_t trials = part->view->trials[ASSAY_NON_MATED];
        out.most = part->view->points[p].most;
        out.few = out.most < ASSAY_FEW_EVENTS;
        out.at[1].value =
            (double)part->view->events[p].false_matches / (double)trials;
    }
    return out;
}

static const char *note_refused(const assay_part *part,
                                const assay_target *target, uint64_t has)
{
    const char *least = rounded(part, 1.0 / (double)has);
    return assay_ledger_text(
        ledger_of(part),
        "needs %s non-mated comparisons, has %s: %s more; the smallest FMR "
        "that these carry is %s",
        number(part, target->needed), number(part, has),
        number(part, target->needed - has), least ? least : "");
}

// A target that the data do not carry.
static void add_refused(const assay_part *part, const assay_target *target,
                        const char *name, bool own)
{
    const uint64_t has = part->view->trials[ASSAY_NON_MATED];
    const uint64_t most = assay_allowed(target->alpha, has);
    const bool below = most && assay_floor_hides(part->view, most);
    const assay_at at = {"FMR", target->alpha};
    assay_figure figure = assay_operating_figure(
        part, name, name[0] == 't' ? "score" : "proportion");
    figure.at = &at;
    figure.at_count = 1;
    figure.threshold_from = own ? "group" : "all";
    figure.status = has ? ASSAY_FIGURE_REFUSED : ASSAY_FIGURE_NO_DATA;
    figure.note = below ? assay_floor_note(part)
                  : has ? note_refused(part, target, has)
                        : "there are no non-mated comparisons";
    assay_entry entry = assay_operating_entry(part, &figure);
    entry.needed = below ? 0 : target->needed;
    entry.tell = below ? ASSAY_TELL_BELOW : 0u;
    (void)assay_ledger_add(ledger_of(part), &entry, false);
}

static const char *note_wilks(const assay_part *part,
                              const assay_target *target)
{
    const char *most = number(part, target->wilks_most);
    if (!part->view->has_people)
        return assay_ledger_text(ledger_of(part),
                                 "%s may match, as if comparisons were "
                                 "independent",
                                 most);
    return assay_ledger_text(ledger_of(part),
                             "%s may match: the comparisons are taken "
                             "for %s independent ones",
                             most,
                             number(part, (uint64_t)target->wilks_trials));
}

// The threshold that keeps the target with confidence, beside few events.
static void add_wilks(assay_part *part, const assay_target *target)
{
    const bool own = part->view->label_count == 0;
    const size_t p = assay_wilks_point(part->view, target);
    if (p == part->view->point_count) return;
    where spot = {
        .p = p,
        .confident = note_wilks(part, target),
        .at = {{"FMR", target->alpha},
               {"confidence", part->verification->options->common.confidence},
               {"achieved", target->wilks_achieved}},
        .at_count = 3,
        .from = "all",
        .sets_threshold = own};
    if (!part->view->same_references && own) add_threshold(part, &spot);
    add_fmr(part, &spot);
    add_fnmr(part, &spot);
}

static void add_held_target(assay_part *part, const assay_target *target)
{
    const bool everybody = part->view->label_count == 0;
    const size_t p = assay_points_find(part->view, ASSAY_FOR_TARGET,
                                       target->alpha, everybody);
    if (p == part->view->point_count) {
        if (!everybody) return;
        add_refused(part, target, "threshold", false);
        add_refused(part, target, "FNMR", false);
        return;
    }
    const where spot = target_spot(part, target, p, everybody);
    if (everybody) add_threshold(part, &spot);
    add_both(part, &spot, false);
    add_wilks(part, target);
}

// The same target set on the group's own comparisons.
static void add_own_target(assay_part *part, const assay_target *target)
{
    const size_t p =
        assay_points_find(part->view, ASSAY_FOR_TARGET, target->alpha, true);
    if (p == part->view->point_count) {
        add_refused(part, target, "FNMR", true);
        return;
    }
    const where spot = target_spot(part, target, p, true);
    add_threshold(part, &spot);
    add_fmr(part, &spot);
    add_fnmr(part, &spot);
}

static void add_given(assay_part *part, const assay_given *given)
{
    const size_t p = assay_points_find(part->view, ASSAY_FOR_THRESHOLD,
                                       given->threshold, false);
    if (p == part->view->point_count) return;
    const where spot = {.p = p,
                        .at = {{"threshold", given->threshold}},
                        .at_count = 1,
                        .from = "given"};
    const bool hidden =
        part->view->floor && part->view->points[p].key <= part->view->floor;
    add_both(part, &spot, hidden);
}

void assay_operating_add(assay_part *part)
{
    assay_verification *v = part->verification;
    const bool group = part->view->label_count > 0;
    for (size_t i = 0; i < v->target_count; i++) {
        if (!assay_points_wanted(v, i)) continue;
        add_held_target(part, &v->targets[i]);
        if (group && !part->view->same_references && v->targets[i].carried)
            add_own_target(part, &v->targets[i]);
    }
    for (size_t i = 0; i < v->given_count; i++) add_given(part, &v->given[i]);
}
