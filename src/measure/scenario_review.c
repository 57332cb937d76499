// SPDX-License-Identifier: Apache-2.0
// Operators as detectors of right alerts among wrong ones, and what is left of
// both after them (docs/statistics.md 7.2).
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "measure/scenario_crossed.h"
#include "stats/operators.h"

#include <math.h>

// Decisions on alerts whose truth is known.
typedef struct review {
    assay_study_scenario *y;
    uint64_t seen[2], credible[2]; // of wrong alerts, of right ones
    uint64_t left;                 // without a decision
    uint64_t loose;                // of the wrong ones, of no certain passage
    uint64_t open[2];  // decided, and nobody knows: rejected, credible
    uint32_t officers; // who are named
    uint64_t *credible_of[2], *seen_of[2]; // by officer
    double *room;
    assay_crossed *crossed[2]; // decisions
    size_t crossed_count[2];
} review;

static void end_review(review *r)
{
    for (int k = 0; k < 2; k++) {
        assay_free(r->credible_of[k]);
        assay_free(r->seen_of[k]);
        assay_free(r->crossed[k]);
    }
    assay_free(r->room);
}

static uint32_t officers_of(const assay_scenario *s)
{
    uint32_t most = 0;
    for (size_t i = 0; i < s->named_count; i++)
        if (s->named[i].officer != ASSAY_NO_STRING &&
            s->named[i].officer >= most)
            most = s->named[i].officer + 1;
    return most;
}

static uint32_t more_officers(const assay_study_scenario *y, uint32_t most)
{
    for (size_t i = 0; i < y->loose_count; i++)
        if (y->loose[i].officer != ASSAY_NO_STRING &&
            y->loose[i].officer >= most)
            most = y->loose[i].officer + 1;
    return most;
}

static bool begin(review *r)
{
    r->officers = more_officers(r->y, officers_of(r->y->s));
    for (int k = 0; k < 2; k++) {
        r->credible_of[k] = assay_new(0, r->officers, sizeof(uint64_t));
        r->seen_of[k] = assay_new(0, r->officers, sizeof(uint64_t));
        r->crossed[k] = assay_new(0, r->y->s->named_count + r->y->loose_count,
                                  sizeof *r->crossed[k]);
        if (!r->credible_of[k] || !r->seen_of[k] || !r->crossed[k])
            return false;
    }
    r->room = assay_new(0, r->officers, 2 * sizeof(double));
    return r->room != NULL;
}

// `face`: who passed, or the entry named where nobody knows who did.
static void take_one(review *r, int right, uint8_t decision, uint32_t officer,
                     uint32_t face)
{
    const bool yes = decision == ASSAY_CREDIBLE;
    r->seen[right]++;
    r->credible[right] += yes;
    if (officer == ASSAY_NO_STRING) return;
    r->seen_of[right][officer]++;
    r->credible_of[right][officer] += yes;
    r->crossed[right][r->crossed_count[right]++] =
        (assay_crossed){officer, face, yes};
}

static void take_named(review *r)
{
    const assay_scenario *s = r->y->s;
    for (size_t i = 0; i < s->named_count; i++) {
        const assay_named *one = &s->named[i];
        const assay_opportunity *o = &s->passages[one->passage];
        if (!o->kept || one->first == ASSAY_NEVER) continue;
        if (one->decision == ASSAY_NOT_DECIDED)
            r->left++;
        else
            take_one(r, one->identity == o->identity, one->decision,
                     one->officer, o->subject);
    }
}

// False alerts on the public are decided on as well. Right ones count in
// passages of volunteers alone: elsewhere who was right is told by those whom
// operators went to speak to.
static void take_loose(review *r)
{
    for (size_t i = 0; i < r->y->loose_count; i++) {
        const assay_loose *one = &r->y->loose[i];
        const assay_loose_is is = assay_scenario_loose_is(r->y->s, one);
        if (is == ASSAY_LOOSE_SEEDED) continue;
        if (one->decision == ASSAY_NOT_DECIDED) {
            r->left++;
        } else if (is == ASSAY_LOOSE_UNKNOWN) {
            r->open[one->decision == ASSAY_CREDIBLE]++;
        } else if (is == ASSAY_LOOSE_WRONG) {
            r->loose++;
            take_one(r, 0, one->decision, one->officer,
                     r->y->s->rows.subjects + one->identity);
        }
    }
}

static bool all_named(const review *r, int right)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < r->officers; i++) sum += r->seen_of[right][i];
    return sum == r->seen[right];
}

static uint32_t count_officers(const review *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->officers; i++)
        n += r->seen_of[0][i] + r->seen_of[1][i] > 0;
    return n;
}

// Those of which nobody knows may all have been false, or those that make the
// share least or most.
static void leave_open(const review *r, double nu, assay_figure *figure)
{
    const double x = (double)r->credible[0], n = (double)r->seen[0];
    const double no = (double)r->open[0], yes = (double)r->open[1];
    const double least = x / (n + no), most = (x + yes) / (n + yes);
    if (!(no + yes > 0)) return;
    assay_scenario_bounds(figure, nu, fmax(0, figure->value - (x / n - least)),
                          fmin(1, figure->value + (most - x / n)));
}

// What is wider if decisions about one face are alike too. Where operators
// count equally its ends keep their distance from the share of all decisions.
static bool cross(review *r, int right, assay_figure *figure)
{
    bool crossed = false;
    assay_interval both;
    const double all = (double)r->credible[right] / (double)r->seen[right];
    if (!assay_scenario_crossed(r->crossed[right], r->crossed_count[right],
                                figure->confidence, &crossed, &both))
        r->y->ledger.no_memory = true;
    if (!crossed || isnan(figure->low) || isnan(both.low)) return false;
    const double shift = figure->value - all;
    figure->low = fmax(0, fmin(figure->low, both.low + shift));
    figure->high = fmin(1, fmax(figure->high, both.high + shift));
    figure->method = "the wider of cluster-robust by operator and by operator "
                     "and face crossed, Wilson, t";
    return true;
}

// By what decisions are alike.
typedef struct alike {
    bool several, equally, crossed;
} alike;

static const char *note_of(review *r, int right, alike by)
{
    const char *how = "as if each decision were another operator's";
    if (by.several)
        how = by.equally ? "by operator, each counting equally: one's "
                           "decisions are alike"
                         : "by operator: one's decisions are alike";
    if (by.crossed)
        how = assay_ledger_text(&r->y->ledger, "%s, and those about one face",
                                how);
    if (right || !(r->loose + r->open[0] + r->open[1])) return how;
    return assay_ledger_text(
        &r->y->ledger,
        "%s; %llu in passages of volunteers, %llu elsewhere that were found to "
        "be false; %llu elsewhere of which nobody knows are in the bounds "
        "alone",
        how, (unsigned long long)(r->seen[0] - r->loose),
        (unsigned long long)r->loose,
        (unsigned long long)(r->open[0] + r->open[1]));
}

// The share taken on, by operator where there are several and all are named.
static void add_share(review *r, int right, const char *name, const char *of)
{
    assay_study_scenario *y = r->y;
    assay_at at[3];
    const double confidence = y->options->common.confidence;
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const bool several = r->officers > 1 && all_named(r, right);
    const assay_tallied seen = {.unit = "decision",
                                .events = r->credible[right],
                                .trials = r->seen[right],
                                .events_of = r->credible_of[right],
                                .trials_of = several ? r->seen_of[right] : NULL,
                                .people = several ? r->officers : 0,
                                .room = r->room};
    const bool equally =
        several && seen.trials && assay_unequal(seen.trials_of, seen.people);
    const assay_estimate rate = equally
                                    ? assay_estimate_balanced(&seen, confidence)
                                    : assay_estimate_tallied(&seen, confidence);
    assay_entry entry = assay_scenario_entry(y, 0, &spot, at, name);
    assay_rate_fill(&rate, confidence, &entry.figure);
    entry.figure.per = "alert";
    entry.figure.of = of;
    if (rate.trials) {
        const bool crossed = several && cross(r, right, &entry.figure);
        if (!right) leave_open(r, rate.nu, &entry.figure);
        entry.figure.note =
            note_of(r, right, (alike){several, equally, crossed});
    } else {
        entry.figure.status = ASSAY_FIGURE_NO_DATA;
    }
    (void)assay_scenario_add(y, &entry);
}

static void add_number(review *r, const char *name, double value,
                       const char *note)
{
    assay_at at[3];
    assay_study_scenario *y = r->y;
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    assay_entry entry = assay_scenario_entry(y, 0, &spot, at, name);
    entry.figure.unit = "ratio";
    entry.figure.per = "alert";
    entry.figure.value = value;
    entry.figure.note = note;
    (void)assay_scenario_add(y, &entry);
}

static void add_detection(review *r)
{
    const double hits =
        assay_log_linear((double)r->credible[1], (double)r->seen[1]);
    const double alarms =
        assay_log_linear((double)r->credible[0], (double)r->seen[0]);
    const assay_detection d = assay_detection_of(hits, alarms);
    const char *note = "from shares of (x + 1/2)/(n + 1), which are never 0 "
                       "or 1; no interval";
    if (!r->seen[0] || !r->seen[1]) return;
    add_number(r, "operators' d'", d.d_prime, note);
    add_number(r, "operators' c", d.c,
               "below 0 they lean towards taking an alert on");
    add_number(r, "operators' beta", d.beta, note);
    add_number(r, "operators' AUC", d.auc, note);
}

static void add_joint(review *r, assay_scenario_what what, const char *name,
                      const char *of)
{
    assay_study_scenario *y = r->y;
    assay_at at[3];
    bool equally = false;
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const assay_scenario_ask ask = {
        .what = what, .threshold = spot.least, .within = ASSAY_NEVER};
    assay_scenario_count(y->s, &ask, &y->tally);
    const assay_estimate rate = assay_scenario_estimate(y, &equally);
    assay_entry entry = assay_scenario_entry(y, 0, &spot, at, name);
    assay_rate_fill(&rate, y->options->common.confidence, &entry.figure);
    if (!rate.trials) entry.figure.status = ASSAY_FIGURE_NO_DATA;
    entry.figure.of = of;
    entry.figure.weights = equally ? "subject" : "comparison";
    entry.figure.note = assay_rate_note(&y->ledger, &rate);
    entry.figure.watchlist_size = (int64_t)y->s->seen.list[1];
    entry.tell = assay_rate_tell(&rate);
    const assay_scenario_loose none = {.own = false};
    assay_scenario_leave_open(y, &none, &rate, equally, &entry.figure);
    assay_scenario_withhold(y, &entry.figure);
    (void)assay_scenario_add(y, &entry);
}

void assay_scenario_review(assay_study_scenario *y)
{
    ASSAY_AUTO(end_review) review r = {.y = y};
    if (!y->job->logs->has_decision) return;
    if (!begin(&r)) {
        y->ledger.no_memory = true;
        return;
    }
    take_named(&r);
    take_loose(&r);
    add_share(&r, 1, "right alerts taken on",
              "right alerts that were reviewed");
    add_share(&r, 0, "false alerts taken on",
              "false alerts that were reviewed");
    add_detection(&r);
    add_joint(&r, ASSAY_FOUND_REVIEWED, "TPIR after review",
              "passages by people on the list");
    add_joint(&r, ASSAY_FALSE_REVIEWED, "FPIR after review",
              "passages by people not on the list");
    assay_scenario_put_count(y, "operators", count_officers(&r), "subject",
                             NULL);
    assay_scenario_put_count(y, "alerts without a decision", r.left, "alert",
                             NULL);
}
