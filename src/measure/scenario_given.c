// SPDX-License-Identifier: Apache-2.0
// A log that holds candidates below the alert threshold needs that threshold:
// without it every row would count as an alert.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "base/order.h"
#include "base/text.h"
#include "count/ranked.h"

#include <math.h>

// A score as short as it reads back.
typedef struct spelled {
    char text[32];
} spelled;

static spelled spell(double score)
{
    spelled out;
    int digits = 1;
    while (digits < 9 &&
           (float)assay_double_as_printed(score, digits) != (float)score)
        digits++;
    out.text[assay_print_double(score, digits, out.text)] = '\0';
    return out;
}

// Operators who left a row alone at random would have left this arrangement
// with a smaller chance than this.
static const double BY_CHANCE = 1e-6;

static bool was_looked_at(const assay_alert *a)
{
    return a->decision != ASSAY_NOT_DECIDED ||
           a->outcome != ASSAY_OUTCOME_UNKNOWN;
}

// Rows that somebody decided on or found out about, and those that nobody did
// and score below all of them.
typedef struct looked {
    uint64_t rows, at, below;
    float lowest; ///< of those looked at
} looked;

static looked look(const assay_scenario *s)
{
    looked l = {.rows = s->rows.alert_count, .lowest = INFINITY};
    for (size_t i = 0; i < s->rows.alert_count; i++) {
        const assay_alert *a = &s->rows.alerts[i];
        if (!was_looked_at(a)) continue;
        l.at++;
        if (a->score < l.lowest) l.lowest = a->score;
    }
    for (size_t i = 0; l.at && i < s->rows.alert_count; i++)
        l.below += s->rows.alerts[i].score < l.lowest;
    return l;
}

// The chance that none of the `below` rows is among the `at` looked at, if
// which ones are had nothing to do with scores.
static double chance(const looked *l)
{
    double p = 1;
    for (uint64_t i = 0; i < l->at && p >= BY_CHANCE; i++)
        p *= (double)(l->rows - l->below - i) / (double)(l->rows - i);
    return p;
}

static assay_status refuse_floor(const assay_study_scenario *y,
                                 assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "--floor %g says that candidates below the alert "
                      "threshold are logged, and nothing says which rows were "
                      "alerts: --threshold SCORE, the one in use; --threshold "
                      "%s if every row was one",
                      y->options->floor, spell(y->floor).text);
}

assay_status assay_scenario_need_threshold(const assay_study_scenario *y,
                                           assay_error *err)
{
    if (y->options->thresholds.count || !y->s->rows.alert_count)
        return ASSAY_OK;
    if (!isnan(y->options->floor)) return refuse_floor(y, err);
    const looked l = look(y->s);
    if (!l.below || chance(&l) >= BY_CHANCE) return ASSAY_OK;
    const spelled lowest = spell((double)l.lowest);
    return assay_fail(
        err, ASSAY_EUSAGE,
        "%llu of %llu rows score below %s, and nobody decided on any of them "
        "or found out about them: they look like candidates below the alert "
        "threshold. --threshold %s if so (or the one in use); --threshold %s "
        "if every row was an alert",
        (unsigned long long)l.below, (unsigned long long)l.rows, lowest.text,
        lowest.text, spell(y->floor).text);
}

void assay_scenario_warn_cut(assay_study_scenario *y)
{
    enum { FEWEST = 5 };
    const uint32_t most = y->s->seen.most_named;
    uint64_t full = 0, fewer = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        full += y->s->passages[i].named_count == most;
        fewer += y->s->passages[i].named_count + 1 == most;
    }
    if (most < 2 || y->best_only || y->options->logged == ASSAY_LOGGED_ALL ||
        full < FEWEST || 2 * full < fewer)
        return;
    const char *text = assay_ledger_text(
        &y->ledger,
        "no passage has more than %lu candidates, and %llu have as many, "
        "%llu one fewer: if the log keeps so many at most, others behind them "
        "are hidden, and FPIR of shorter lists is at least what is given "
        "(--logged all if it keeps every candidate)",
        (unsigned long)most, (unsigned long long)full,
        (unsigned long long)fewer);
    if (text)
        assay_build_warning(y->result,
                            &(assay_warning){"candidates_cut", ASSAY_LIMITS_IT,
                                             text, (int64_t)full});
}

void assay_scenario_warn_rows(assay_study_scenario *y)
{
    enum { FEWEST = 5, TENTH = 10 };
    uint64_t any = 0, several = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        any += y->s->passages[i].named_count > 0;
        several += y->s->passages[i].named_count > 1;
    }
    if (y->options->thresholds.count || several < FEWEST ||
        several * TENTH < any)
        return;
    const char *text = assay_ledger_text(
        &y->ledger,
        "no --threshold: every row of the log counts as an alert; in %llu of "
        "%llu passages with one two people or more are named, as where "
        "candidates below the threshold are logged",
        (unsigned long long)several, (unsigned long long)any);
    if (text)
        assay_build_warning(
            y->result, &(assay_warning){"every_row", ASSAY_CHANGES_THE_READING,
                                        text, (int64_t)several});
}

bool assay_scenario_may_start(assay_study_scenario *y, double score)
{
    enum { TWENTIETH = 20, ROWS = 5 };
    const size_t n = y->s->rows.alert_count;
    ASSAY_AUTO(assay_drop) assay_ranked *all = assay_new(0, n, sizeof *all);
    for (size_t i = 0; all && i < n; i++)
        all[i] = (assay_ranked){assay_key_of(y->s->rows.alerts[i].score), 0};
    if (!all || !assay_rank(all, n)) {
        y->ledger.no_memory = true;
        return false;
    }
    const size_t few = n / TWENTIETH > ROWS ? n / TWENTIETH : ROWS;
    if (n < TWENTIETH || !isnan(y->options->floor)) return false;
    const double lowest = (double)assay_score_of((uint32_t)all[0].key);
    const double next = (double)assay_score_of((uint32_t)all[few].key);
    return (lowest - score) * (double)few <= ROWS * (next - lowest);
}
