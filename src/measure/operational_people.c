// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_people.h"

#include "base/fail.h"
#include "base/text.h"
#include "measure/operational_timeline.h"
#include "measure/powered.h"
#include "stats/elementary.h"
#include "stats/ratio.h"
#include "stats/student.h"
#include "stats/sums.h"

#include <math.h>
#include <string.h>

static const assay_people_count ALERTS = ASSAY_PEOPLE_ALERTS,
                                WRONG = ASSAY_PEOPLE_FALSE;

size_t assay_people_end(const assay_deployments *all, size_t first)
{
    size_t end = first;
    while (end < all->group_count &&
           strcmp(all->groups[end].label.attribute,
                  all->groups[first].label.attribute) == 0)
        end++;
    return end;
}

static const assay_known *part_of(const assay_deployed *row, size_t group,
                                  assay_people_count count)
{
    return &row->people[group * ASSAY_PEOPLE_COUNTS + (size_t)count];
}

assay_pool_range assay_people_total(const assay_deployed *row,
                                    assay_people_count count)
{
    static const int sides[ASSAY_PEOPLE_COUNTS] = {
        ASSAY_POOL_ALERTS, ASSAY_DEPLOYED_TRUE, ASSAY_DEPLOYED_FALSE};
    if (count == ASSAY_PEOPLE_ALERTS) return assay_pool_value(row, sides[0]);
    const assay_known *own = &row->counts[sides[count]];
    return (assay_pool_range){(double)own->least, (double)own->most};
}

assay_people_told assay_people_told_of(const assay_deployments *all,
                                       const assay_deployed *row, size_t first,
                                       size_t end, assay_people_count count)
{
    assay_people_told told = {.known = true};
    double most = 0;
    bool whole = true;
    for (size_t g = first; g < end; g++) {
        const assay_known *part = part_of(row, g, count);
        if (part->least < 0 && !all->groups[g].unknown) whole = false;
        if (part->least < 0) continue;
        most += (double)part->most;
        if (!all->groups[g].unknown) told.stated += (double)part->least;
    }
    const assay_pool_range total = assay_people_total(row, count);
    if (total.low < 0 && !whole) return (assay_people_told){.known = false};
    told.total[0] = fmax(total.low, told.stated);
    told.total[1] = fmax(total.low < 0 ? most : total.high, told.stated);
    told.rest = told.total[1] - told.stated;
    return told;
}

// One who makes the figures of the groups of an attribute.
typedef struct maker {
    assay_operational_study *study;
    const size_t *rows; // or NULL: all
    size_t count;
    const assay_label *period; // or NULL
    size_t first, end;         // groups
    size_t stated;             // of them, those that are not "not stated"
    bool has[ASSAY_PEOPLE_COUNTS];
} maker;

static const assay_deployments *all_of(const maker *m)
{
    return &m->study->rows;
}

static const assay_deployed *row_at(const maker *m, size_t i)
{
    return &all_of(m)->rows[m->rows ? m->rows[i] : i];
}

static assay_people_told told_at(const maker *m, size_t i,
                                 assay_people_count count)
{
    return assay_people_told_of(all_of(m), row_at(m, i), m->first, m->end,
                                count);
}

static double stated_of(const maker *m, size_t i, size_t group,
                        assay_people_count count)
{
    return fmax(0, (double)part_of(row_at(m, i), group, count)->least);
}

static assay_entry entry_of(const maker *m, const assay_people_group *group,
                            assay_people_figure which, const char *unit)
{
    assay_ledger *ledger = m->study->ledger;
    assay_label labels[2];
    size_t n = 0;
    if (m->period) labels[n++] = *m->period;
    labels[n++] = group->label;
    const assay_cell whose = {.labels = labels,
                              .label_count = n,
                              .unknown = group->unknown,
                              .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = assay_people_figures[which];
    entry.figure.unit = unit;
    entry.figure.interval = "none";
    return entry;
}

static void add(const maker *m, const assay_entry *entry)
{
    (void)assay_ledger_add(m->study->ledger, entry, false);
}

static void set_bounds(assay_figure *f, double least, double most)
{
    if (!(most > least)) return;
    f->bounds[0] = least;
    f->bounds[1] = most;
}

static void add_count(const maker *m, size_t group, assay_people_count count)
{
    double sum = 0, rest = 0;
    size_t lacking = 0;
    for (size_t i = 0; i < m->count; i++) {
        const assay_people_told told = told_at(m, i, count);
        sum += stated_of(m, i, group, count);
        rest += told.rest;
        lacking += !told.known;
    }
    assay_entry entry = entry_of(
        m, &all_of(m)->groups[group],
        (assay_people_figure)(ASSAY_OF_GROUP_ALERTS + (int)count), "count");
    entry.figure.value = sum;
    set_bounds(&entry.figure, sum, sum + rest);
    if (lacking)
        entry.figure.note = assay_ledger_text(
            m->study->ledger, "%zu of %zu rows do not say", lacking, m->count);
    add(m, &entry);
}

// Of a count, how many are not stated: the least and the most.
static void unstated_of(const maker *m, assay_people_count count,
                        double ends[2])
{
    ends[0] = ends[1] = 0;
    for (size_t i = 0; i < m->count; i++) {
        const assay_people_told told = told_at(m, i, count);
        if (told.known) ends[0] += told.total[0] - told.stated;
        ends[1] += told.rest;
    }
}

// Alerts whose group is not stated; nothing where there are none.
static void add_unstated(const maker *m)
{
    double ends[ASSAY_PEOPLE_COUNTS][2] = {{0}};
    bool any = false;
    const assay_people_group group = {
        {all_of(m)->groups[m->first].label.attribute, "not stated"}, true};
    for (int c = 0; c < ASSAY_PEOPLE_COUNTS; c++) {
        if (!m->has[c]) continue;
        unstated_of(m, (assay_people_count)c, ends[c]);
        any = any || ends[c][1] > 0;
    }
    for (int c = 0; any && c < ASSAY_PEOPLE_COUNTS; c++) {
        if (!m->has[c]) continue;
        assay_entry entry =
            entry_of(m, &group,
                     (assay_people_figure)(ASSAY_OF_GROUP_ALERTS + c), "count");
        entry.figure.value = ends[c][0];
        set_bounds(&entry.figure, ends[c][0], ends[c][1]);
        add(m, &entry);
    }
}

// Where events and trials of rows are gathered, and their sums.
typedef struct pair {
    double *x, *m;
    size_t n;
    double sum[2];
} pair;

static pair pair_in(const maker *m, size_t which)
{
    double *room = m->study->room + 2 * which * m->study->rows.count;
    return (pair){room, room + m->study->rows.count, 0, {0, 0}};
}

static void take(pair *p, double x, double trials)
{
    p->x[p->n] = x;
    p->m[p->n++] = trials;
    p->sum[0] += x;
    p->sum[1] += trials;
}

static assay_pool_ends ends_of(const maker *m, const pair *p)
{
    return assay_pool_interval((assay_side){p->x, p->m, p->n, NULL}, p->sum,
                               true, m->study->confidence);
}

static void give(const maker *m, assay_figure *f, assay_pool_ends low,
                 assay_pool_ends high)
{
    const bool exact = low.exact && high.exact;
    if (isnan(low.ends.low) || isnan(high.ends.high)) return;
    f->low = low.ends.low;
    f->high = fmin(1, high.ends.high);
    f->interval = "confidence";
    f->confidence = m->study->confidence;
    f->method = exact ? "exact binomial (Clopper-Pearson), as if independent"
                      : "cluster-robust Wilson by deployment, t, no narrower "
                        "than exact";
    f->effective = isnan(f->bounds[1]) ? low.effective : (double)NAN;
}

// The share of all false alerts, or of all alerts, that are of a group.
static void add_share(const maker *m, size_t group, assay_people_count count,
                      assay_people_figure which)
{
    pair least = pair_in(m, 0), most = pair_in(m, 1);
    bool exact = true;
    for (size_t i = 0; i < m->count; i++) {
        const assay_people_told told = told_at(m, i, count);
        const double x = stated_of(m, i, group, count);
        if (!told.known) continue;
        take(&least, x, told.total[1]);
        take(&most, x + told.rest, told.total[1]);
        exact = exact && !(told.total[0] < told.total[1]);
    }
    assay_entry entry =
        entry_of(m, &all_of(m)->groups[group], which, "proportion");
    assay_figure *f = &entry.figure;
    f->of = count == WRONG ? "false alerts" : "alerts";
    f->per = "alert";
    f->events = (int64_t)least.sum[0];
    f->trials = exact ? (int64_t)least.sum[1] : -1;
    f->status = least.sum[1] > 0 ? ASSAY_FIGURE_OK : ASSAY_FIGURE_NO_DATA;
    if (least.sum[1] > 0) {
        f->value = least.sum[0] / least.sum[1];
        set_bounds(f, f->value, most.sum[0] / most.sum[1]);
        give(m, f, ends_of(m, &least), ends_of(m, &most));
    }
    add(m, &entry);
}

// How alerts that are not stated fall.
typedef enum fall {
    AS_STATED, // they are left out
    FOR_LEAST, // wrong ones on others, right ones on the group
    FOR_MOST   // wrong ones on the group, right ones on others
} fall;

// What a row says of a group, and of the other groups together.
typedef struct versus {
    bool known;
    double own[2], rest[2]; // wrong, alerts
} versus;

static versus versus_at(const maker *m, size_t i, size_t group, fall how)
{
    const assay_people_told alerts = told_at(m, i, ALERTS);
    const assay_people_told wrong = told_at(m, i, WRONG);
    versus v = {.known = alerts.known && wrong.known};
    if (!v.known) return v;
    // Alerts of a group that says only how many were right are none of it.
    v.own[0] = stated_of(m, i, group, WRONG);
    v.own[1] = fmax(v.own[0], stated_of(m, i, group, ALERTS));
    v.rest[0] = wrong.stated - v.own[0];
    v.rest[1] = fmax(v.rest[0], alerts.stated - v.own[1]);
    const double right = fmax(0, alerts.rest - wrong.rest);
    double *bad = how == FOR_MOST ? v.own : v.rest;
    double *good = how == FOR_MOST ? v.rest : v.own;
    if (how == AS_STATED) return v;
    bad[0] += wrong.rest;
    bad[1] += wrong.rest;
    good[1] += right;
    return v;
}

// Fills the pairs of a group and of all others; false: without alerts.
static bool gather(const maker *m, size_t group, fall how, pair of[2])
{
    of[0] = pair_in(m, 0);
    of[1] = pair_in(m, 1);
    for (size_t i = 0; i < m->count; i++) {
        const versus v = versus_at(m, i, group, how);
        if (!v.known) continue;
        take(&of[0], v.own[0], v.own[1]);
        take(&of[1], v.rest[0], v.rest[1]);
    }
    return of[0].sum[1] > 0;
}

static void add_rate(const maker *m, size_t group)
{
    pair of[2];
    assay_entry entry = entry_of(m, &all_of(m)->groups[group],
                                 ASSAY_OF_GROUP_RATE, "proportion");
    assay_figure *f = &entry.figure;
    f->of = "alerts of the group";
    f->per = "alert";
    f->status = ASSAY_FIGURE_NO_DATA;
    const bool some = gather(m, group, AS_STATED, of);
    f->events = (int64_t)of[0].sum[0];
    f->trials = (int64_t)of[0].sum[1];
    if (some) {
        f->status = ASSAY_FIGURE_OK;
        f->value = of[0].sum[0] / of[0].sum[1];
        (void)gather(m, group, FOR_LEAST, of);
        const assay_pool_ends low = ends_of(m, &of[0]);
        const double least = of[0].sum[0] / of[0].sum[1];
        (void)gather(m, group, FOR_MOST, of);
        set_bounds(f, least, of[0].sum[0] / of[0].sum[1]);
        give(m, f, low, ends_of(m, &of[0]));
    }
    add(m, &entry);
}

// What deployment `i` adds to the logarithm of the ratio of two rates.
static double adds(const pair of[2], size_t i)
{
    double sum[2];
    for (size_t k = 0; k < 2; k++)
        sum[k] = of[k].x[i] / of[k].sum[0] - of[k].m[i] / of[k].sum[1];
    return sum[0] - sum[1];
}

// The interval of the ratio from what each deployment adds to its logarithm.
static assay_interval wide_of(const pair of[2], double confidence)
{
    assay_exact squares = {0};
    double k = 0;
    for (size_t i = 0; i < of[0].n; i++) {
        assay_exact_add(&squares, adds(of, i) * adds(of, i));
        k += of[0].m[i] > 0 || of[1].m[i] > 0;
    }
    const double sum = assay_exact_value(&squares);
    if (k < 2 || !(sum > 0)) return (assay_interval){NAN, NAN};
    const double half =
        assay_student_two_sided(confidence, k - 1) * sqrt(sum * k / (k - 1));
    const double ratio =
        of[0].sum[0] / of[0].sum[1] * of[1].sum[1] / of[1].sum[0];
    return (assay_interval){ratio * assay_exp(-half), ratio * assay_exp(half)};
}

// The ratio of the rates, with an interval in which deployments are the sample,
// never narrower than the exact one.
static assay_ratio ratio_of(const pair of[2], double confidence)
{
    assay_ratio r = assay_ratio_exact(
        (assay_exposed){of[0].sum[0], of[0].sum[1]},
        (assay_exposed){of[1].sum[0], of[1].sum[1]}, confidence);
    // Of one event nothing is learned about how events cluster.
    if (!(of[0].sum[0] > 1) || !(of[1].sum[0] > 1)) return r;
    const assay_interval wide = wide_of(of, confidence);
    if (isnan(wide.low)) return r;
    r.low = fmin(r.low, wide.low);
    r.high = fmax(r.high, wide.high);
    return r;
}

// Intervals of all groups of an attribute hold together.
static double level_of(const maker *m)
{
    const double k = m->stated > 2 ? (double)m->stated : 1;
    return 1 - (1 - m->study->confidence) / k;
}

static const char *note_of(const maker *m, const assay_ratio *stated,
                           double events, bool nothing)
{
    char p[32];
    p[assay_print_double(stated->p, 3, p)] = '\0';
    return assay_ledger_text(
        m->study->ledger, "p %s of the exact test, as if independent%s", p,
        nothing ? "; no conclusion: fewer than 10 false alerts, and ratios of "
                  "0.8 and 1.25 both fit"
        : events < ASSAY_POWERED_FEW ? "; fewer than 10 false alerts"
                                     : "");
}

static void add_ratio(const maker *m, size_t group)
{
    pair of[2];
    const double level = level_of(m);
    assay_entry entry =
        entry_of(m, &all_of(m)->groups[group], ASSAY_OF_GROUP_RATIO, "ratio");
    assay_figure *f = &entry.figure;
    f->of = "alerts of the group";
    f->per = "alert";
    f->status = ASSAY_FIGURE_NO_DATA;
    const bool some = gather(m, group, AS_STATED, of) && of[1].sum[1] > 0;
    const double events = of[0].sum[0] + of[1].sum[0];
    const assay_ratio stated = ratio_of(of, level);
    f->trials = (int64_t)events;
    f->events = (int64_t)of[0].sum[0];
    if (some && events > 0) {
        f->status = ASSAY_FIGURE_OK;
        f->value = stated.value;
        (void)gather(m, group, FOR_LEAST, of);
        assay_ratio both = ratio_of(of, level);
        (void)gather(m, group, FOR_MOST, of);
        const assay_ratio most = ratio_of(of, level);
        set_bounds(f, both.value, most.value);
        both.high = most.high;
        f->low = both.low;
        f->high = both.high;
        f->interval = "confidence";
        f->confidence = m->study->confidence;
        f->method = m->stated > 2
                        ? "cluster-robust by deployment, no narrower than "
                          "exact conditional; of all groups together"
                        : "cluster-robust by deployment, no narrower than "
                          "exact conditional";
        const bool nothing = assay_powered_not_at_all(events, &both);
        if (nothing) f->status = ASSAY_FIGURE_FEW_EVENTS;
        f->note = note_of(m, &stated, events, nothing);
    } else {
        f->note = "no false alerts, or no alerts of other groups";
    }
    add(m, &entry);
}

// What so few could have shown of a group; and, where it had none, how often
// chance alone leaves it out.
static void add_power(const maker *m, size_t group)
{
    pair of[2];
    if (!gather(m, group, AS_STATED, of) || !(of[1].sum[1] > 0)) return;
    const double events = of[0].sum[0] + of[1].sum[0];
    const double share = of[0].sum[1] / (of[0].sum[1] + of[1].sum[1]);
    if (!(events > 0)) return;
    const assay_power power =
        assay_ratio_power(events, share, ASSAY_POWERED_CHANCE, level_of(m));
    assay_entry entry =
        entry_of(m, &all_of(m)->groups[group], ASSAY_OF_GROUP_LEAST, "ratio");
    entry.figure.trials = (int64_t)events;
    entry.figure.of = "false alerts";
    entry.figure.per = "alert";
    entry.figure.value = isfinite(power.ratio) ? power.ratio : (double)NAN;
    if (!isfinite(power.ratio)) {
        entry.figure.status = ASSAY_FIGURE_REFUSED;
        entry.figure.note = "so few false alerts cannot show any";
    }
    add(m, &entry);
    if (of[0].sum[0] > 0) return;
    entry = entry_of(m, &all_of(m)->groups[group], ASSAY_OF_GROUP_NONE, "p");
    entry.figure.trials = (int64_t)events;
    entry.figure.of = "false alerts";
    entry.figure.per = "alert";
    entry.figure.value = assay_pow(1 - share, events);
    add(m, &entry);
}

static void add_group(const maker *m, size_t group)
{
    for (int c = 0; c < ASSAY_PEOPLE_COUNTS; c++)
        if (m->has[c]) add_count(m, group, (assay_people_count)c);
    if (m->has[WRONG]) add_share(m, group, WRONG, ASSAY_OF_GROUP_SHARE_FALSE);
    if (m->has[ALERTS]) add_share(m, group, ALERTS, ASSAY_OF_GROUP_SHARE);
    if (!m->has[WRONG] || !m->has[ALERTS]) return;
    add_rate(m, group);
    if (m->stated < 2) return;
    add_ratio(m, group);
    add_power(m, group);
}

// Whether any row says this of any group.
static bool is_told(const maker *m, assay_people_count count)
{
    for (size_t i = 0; i < m->study->rows.count; i++)
        for (size_t g = m->first; g < m->end; g++)
            if (part_of(&all_of(m)->rows[i], g, count)->least >= 0) return true;
    return false;
}

static void add_attribute(maker *m)
{
    m->stated = 0;
    for (int c = 0; c < ASSAY_PEOPLE_COUNTS; c++)
        m->has[c] = is_told(m, (assay_people_count)c);
    for (size_t g = m->first; g < m->end; g++)
        m->stated += !all_of(m)->groups[g].unknown;
    for (size_t g = m->first; g < m->end; g++)
        if (!all_of(m)->groups[g].unknown) add_group(m, g);
    add_unstated(m);
}

static void add_rows(assay_operational_study *study, const size_t *rows,
                     size_t count, const assay_label *period)
{
    maker m = {.study = study, .rows = rows, .count = count, .period = period};
    while (m.first < study->rows.group_count) {
        m.end = assay_people_end(&study->rows, m.first);
        add_attribute(&m);
        m.first = m.end;
    }
}

void assay_operational_people(assay_operational_study *study)
{
    const assay_timeline *t = study->timeline;
    if (!study->rows.group_count) return;
    add_rows(study, NULL, study->rows.count, NULL);
    for (size_t p = 0; p < t->periods; p++)
        add_rows(study, t->groups[p].rows, t->groups[p].count,
                 t->groups[p].labels);
}
