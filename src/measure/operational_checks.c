// SPDX-License-Identifier: Apache-2.0
// Each row against itself: outcomes, parts, printed rates, plausibility.
#include "measure/operational_checks.h"

#include "measure/operational_pool.h"
#include "measure/sentences.h"

#include <math.h>
#include <stdlib.h>

// What is usual in a record.
typedef struct usual {
    double alerts;    // the median of a row
    int64_t lists[2]; // the smallest and the largest watchlist; -1: unknown
} usual;

// One who checks a row.
typedef struct checker {
    assay_operational_study *study;
    assay_findings *findings;
    const usual *usual;
    const assay_deployed *row;
    const char *name;
} checker;

static const assay_known *count_of(const checker *c, assay_deployed_count which)
{
    return &c->row->counts[which];
}

// Known, and not masked.
static bool is_exact(const checker *c, assay_deployed_count which)
{
    const assay_known *count = count_of(c, which);
    return count->least >= 0 && count->least == count->most;
}

// Whether there are more of one than can be of another, masked or not; never of
// what is not known.
static bool is_above(const checker *c, assay_deployed_count which,
                     assay_deployed_count of)
{
    return count_of(c, of)->least >= 0 &&
           count_of(c, which)->least > count_of(c, of)->most;
}

static int64_t value(const checker *c, assay_deployed_count which)
{
    return count_of(c, which)->least;
}

static const char *number(const checker *c, int64_t n)
{
    const char *text =
        assay_spoken_number(&c->study->ledger->arena, (uint64_t)n);
    if (!text) c->findings->no_memory = true;
    return text ? text : "";
}

static void add(const checker *c, assay_check check, const char *text)
{
    if (text)
        assay_checks_add(c->findings, check, c->name, text);
    else
        c->findings->no_memory = true;
}

static const char *say(const checker *c, const char *a, int64_t x,
                       const char *b, int64_t y)
{
    return assay_ledger_text(c->study->ledger, "%s %s, %s %s", a, number(c, x),
                             b, number(c, y));
}

// Of rows with one outcome alone: it cannot be more than the alerts.
static void check_outcome(const checker *c, assay_deployed_count which,
                          const char *name)
{
    if (is_above(c, which, ASSAY_DEPLOYED_ALERTS))
        add(c, ASSAY_CHECK_IMPLAUSIBLE,
            say(c, name, value(c, which), "alerts",
                count_of(c, ASSAY_DEPLOYED_ALERTS)->most));
}

static void check_outcomes(const checker *c)
{
    if (!is_exact(c, ASSAY_DEPLOYED_ALERTS) ||
        !is_exact(c, ASSAY_DEPLOYED_TRUE) ||
        !is_exact(c, ASSAY_DEPLOYED_FALSE)) {
        check_outcome(c, ASSAY_DEPLOYED_TRUE, "true alerts");
        check_outcome(c, ASSAY_DEPLOYED_FALSE, "false alerts");
        return;
    }
    const int64_t alerts = value(c, ASSAY_DEPLOYED_ALERTS);
    const int64_t judged =
        value(c, ASSAY_DEPLOYED_TRUE) + value(c, ASSAY_DEPLOYED_FALSE);
    if (judged == alerts) return;
    add(c, judged > alerts ? ASSAY_CHECK_OUTCOMES : ASSAY_CHECK_UNVERIFIED,
        say(c, "alerts", alerts, "outcomes", judged));
}

static void check_parts(const checker *c)
{
    static const struct {
        assay_deployed_count whole, confirmed, unconfirmed;
        const char *name;
    } all[] = {{ASSAY_DEPLOYED_TRUE, ASSAY_DEPLOYED_TRUE_CONFIRMED,
                ASSAY_DEPLOYED_TRUE_UNCONFIRMED, "true alerts"},
               {ASSAY_DEPLOYED_FALSE, ASSAY_DEPLOYED_FALSE_CONFIRMED,
                ASSAY_DEPLOYED_FALSE_UNCONFIRMED, "false alerts"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!is_exact(c, all[i].whole) || !is_exact(c, all[i].confirmed) ||
            !is_exact(c, all[i].unconfirmed))
            continue;
        const int64_t parts =
            value(c, all[i].confirmed) + value(c, all[i].unconfirmed);
        if (parts != value(c, all[i].whole))
            add(c, ASSAY_CHECK_PARTS,
                say(c, all[i].name, value(c, all[i].whole), "parts", parts));
    }
}

typedef enum fit { NO_FIT, CUT, ROUNDED } fit;

// Whether `rate` is what was printed, when it is rounded or cut off there.
static fit fit_of(const assay_printed_rate *printed, double rate)
{
    const double steps = rate / printed->step;
    const double shown = floor(printed->value / printed->step + 0.5);
    const double slack = 1e-9 * (1 + steps);
    if (fabs(steps - shown) <= 0.5 + slack) return ROUNDED;
    return steps >= shown && steps < shown + 1 ? CUT : NO_FIT;
}

static void check_printed(const checker *c)
{
    const assay_printed_rate *printed = &c->row->printed;
    if (isnan(printed->value) || !is_exact(c, ASSAY_DEPLOYED_FALSE)) return;
    const double wrong = (double)value(c, ASSAY_DEPLOYED_FALSE);
    const double faces = (double)count_of(c, ASSAY_DEPLOYED_FACES)->least;
    const double alerts = assay_pool_value(c->row, ASSAY_POOL_ALERTS).low;
    const fit face = faces > 0 ? fit_of(printed, wrong / faces) : NO_FIT;
    const fit alert = alerts > 0 ? fit_of(printed, wrong / alerts) : NO_FIT;
    if (face == ROUNDED || alert == ROUNDED || !(faces > 0 || alerts > 0))
        return;
    const double given = faces > 0 ? wrong / faces : wrong / alerts;
    add(c, face == CUT || alert == CUT ? ASSAY_CHECK_CUT : ASSAY_CHECK_PRINTED,
        assay_ledger_text(
            c->study->ledger, "%s %% printed, %s %% counted",
            assay_operational_digits(c->study, 100 * printed->value, 9),
            assay_operational_digits(c->study, 100 * given, 3)));
}

static void check_above(const checker *c, assay_deployed_count part,
                        const char *name, assay_deployed_count whole,
                        const char *of)
{
    if (is_above(c, part, whole))
        add(c, ASSAY_CHECK_IMPLAUSIBLE,
            say(c, name, value(c, part), of, count_of(c, whole)->most));
}

// Whether alerts are so many, and so like a watchlist, that a column slipped:
// the size of a list that the record has, a hundred times what is usual, and
// not what was judged right and wrong.
static bool is_watchlist(const checker *c)
{
    enum { LARGE = 100, FOLD = 100 };
    const int64_t alerts = value(c, ASSAY_DEPLOYED_ALERTS);
    const int64_t judged =
        value(c, ASSAY_DEPLOYED_TRUE) + value(c, ASSAY_DEPLOYED_FALSE);
    if (alerts < LARGE || alerts == judged) return false;
    if (alerts == value(c, ASSAY_DEPLOYED_WATCHLIST)) return true;
    return c->usual->lists[0] >= 0 && alerts >= c->usual->lists[0] &&
           alerts <= c->usual->lists[1] &&
           (double)alerts > FOLD * fmax(1, c->usual->alerts);
}

static int ascending(const void *x, const void *y)
{
    const double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static usual usual_of(assay_operational_study *study)
{
    const assay_deployments *rows = &study->asked->record->rows;
    usual u = {0, {-1, -1}};
    size_t n = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const assay_known *c = rows->rows[i].counts;
        const int64_t list = c[ASSAY_DEPLOYED_WATCHLIST].least;
        if (c[ASSAY_DEPLOYED_ALERTS].least >= 0)
            study->room[n++] = (double)c[ASSAY_DEPLOYED_ALERTS].least;
        if (list < 0) continue;
        if (u.lists[0] < 0 || list < u.lists[0]) u.lists[0] = list;
        if (list > u.lists[1]) u.lists[1] = list;
    }
    if (!n) return u;
    qsort(study->room, n, sizeof *study->room, ascending);
    u.alerts = study->room[n / 2];
    return u;
}

static void check_plausible(const checker *c)
{
    enum { SECONDS_A_DAY = 86400 };
    check_above(c, ASSAY_DEPLOYED_ALERTS, "alerts", ASSAY_DEPLOYED_FACES,
                "faces counted");
    check_above(c, ASSAY_DEPLOYED_ENGAGEMENTS, "engagements",
                ASSAY_DEPLOYED_ALERTS, "alerts");
    check_above(c, ASSAY_DEPLOYED_FALSE_ENGAGEMENTS,
                "engagements after false alerts", ASSAY_DEPLOYED_FALSE,
                "false alerts");
    check_above(c, ASSAY_DEPLOYED_FALSE_ENGAGEMENTS,
                "engagements after false alerts", ASSAY_DEPLOYED_ENGAGEMENTS,
                "engagements (after right alerts alone?)");
    check_above(c, ASSAY_DEPLOYED_ARRESTS, "arrests", ASSAY_DEPLOYED_ALERTS,
                "alerts");
    if (is_watchlist(c))
        add(c, ASSAY_CHECK_IMPLAUSIBLE,
            assay_ledger_text(c->study->ledger,
                              "alerts %s, perhaps the size of the watchlist",
                              number(c, value(c, ASSAY_DEPLOYED_ALERTS))));
    if (c->row->seconds > SECONDS_A_DAY && c->row->when == ASSAY_WHEN_DAY)
        add(c, ASSAY_CHECK_IMPLAUSIBLE,
            assay_ledger_text(c->study->ledger, "%s hours on one day",
                              number(c, c->row->seconds / 3600)));
}

static void check_read(const assay_operational_study *study,
                       assay_findings *findings)
{
    static const assay_check of[] = {
        [ASSAY_REMARK_TOTALS] = ASSAY_CHECK_TOTALS,
        [ASSAY_REMARK_REPEAT] = ASSAY_CHECK_REPEATS,
        [ASSAY_REMARK_DATE] = ASSAY_CHECK_DATES,
        [ASSAY_REMARK_DURATION] = ASSAY_CHECK_DURATIONS,
        [ASSAY_REMARK_ABOUT] = ASSAY_CHECK_ABOUT,
        [ASSAY_REMARK_NOTED] = ASSAY_CHECK_NOTED,
        [ASSAY_REMARK_WORDS] = ASSAY_CHECK_WORDS};
    const assay_deployed_record *record = study->asked->record;
    for (size_t i = 0; i < record->remark_count; i++) {
        const assay_remark *r = &record->remarks[i];
        const assay_deployed row = {
            .row = r->row, .file = r->file, .line = r->line};
        const char *name = assay_operational_name(study, &row);
        if (name)
            assay_checks_add(findings, of[r->kind], name, r->text);
        else
            findings->no_memory = true;
    }
}

// Outcomes that are apart by what they mean.
static const struct {
    assay_deployed_count which;
    const char *name;
} apart[] = {{ASSAY_DEPLOYED_ENGAGEMENTS, "engagements"},
             {ASSAY_DEPLOYED_STOPS_TRUE, "interventions_true"},
             {ASSAY_DEPLOYED_STOPS_FALSE, "interventions_false"},
             {ASSAY_DEPLOYED_ARRESTS, "arrests"},
             {ASSAY_DEPLOYED_OTHER, "other_disposal"},
             {ASSAY_DEPLOYED_NO_ACTION, "no_action"}};

// In how many rows both are known and not 0, if they are equal in all; 0: not.
static size_t repeats(const assay_deployments *rows, size_t a, size_t b)
{
    size_t same = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const assay_known *x = &rows->rows[i].counts[a];
        const assay_known *y = &rows->rows[i].counts[b];
        if (x->least < 0 || y->least < 0) continue;
        if (x->least != y->least || x->most != y->most) return 0;
        same += x->least > 0;
    }
    return same;
}

static void check_repeated(assay_operational_study *study,
                           assay_findings *findings)
{
    enum { ROWS_LEAST = 5, COLUMNS = sizeof apart / sizeof *apart };
    for (size_t a = 0; a < COLUMNS; a++)
        for (size_t b = a + 1; b < COLUMNS; b++) {
            const size_t same = repeats(&study->asked->record->rows,
                                        apart[a].which, apart[b].which);
            if (same < ROWS_LEAST) continue;
            const char *text = assay_ledger_text(
                study->ledger, "%s, alike in all %zu rows where it is not 0",
                apart[a].name, same);
            if (text)
                assay_checks_add(findings, ASSAY_CHECK_REPEATED, apart[b].name,
                                 text);
            else
                findings->no_memory = true;
        }
}

void assay_checks_rows(assay_operational_study *study, assay_findings *findings)
{
    const assay_deployments *rows = &study->asked->record->rows;
    const usual seen = usual_of(study);
    for (size_t i = 0; i < rows->count; i++) {
        const checker c = {study, findings, &seen, &rows->rows[i],
                           assay_operational_name(study, &rows->rows[i])};
        if (!c.name) {
            findings->no_memory = true;
            return;
        }
        check_outcomes(&c);
        check_parts(&c);
        check_printed(&c);
        check_plausible(&c);
    }
    check_read(study, findings);
    check_repeated(study, findings);
}
