// SPDX-License-Identifier: Apache-2.0
// Right alerts of all. Those about one person are alike, and those of one day:
// whichever sample says less rules.
#include "measure/scenario_days.h"

#include "base/alloc.h"

#include <math.h>

// Alerts by cluster: how many were right, how many may have been, and all.
typedef struct clustered {
    double *right, *most, *all;
    size_t count;
    double total[3];
} clustered;

typedef struct precise {
    assay_study_scenario *y;
    clustered by[2]; // person, day
    assay_scenario_day_span last;
} precise;

static void end_precise(precise *p)
{
    for (int k = 0; k < 2; k++) assay_free(p->by[k].right);
}

static bool make(clustered *c, size_t count)
{
    c->right = assay_new(0, count, 3 * sizeof *c->right);
    if (!c->right) return false;
    c->most = c->right + count;
    c->all = c->most + count;
    c->count = count;
    return true;
}

static void add(clustered *c, size_t at, bool right, bool open)
{
    const double seen[3] = {right, right || open, 1};
    c->right[at] += seen[0];
    c->most[at] += seen[1];
    c->all[at] += seen[2];
    for (int k = 0; k < 3; k++) c->total[k] += seen[k];
}

static size_t day_of(precise *p, uint32_t camera, int64_t time)
{
    const assay_scenario_day *day =
        assay_scenario_day_again(p->y, camera, time, &p->last);
    return day ? day->day : 0;
}

static void add_named(precise *p)
{
    const assay_scenario *s = p->y->s;
    for (size_t i = 0; i < s->named_count; i++) {
        const assay_named *one = &s->named[i];
        const assay_opportunity *o = &s->passages[one->passage];
        if (!o->kept || one->first == ASSAY_NEVER) continue;
        const bool right = one->identity == o->identity;
        add(&p->by[0], o->subject, right, false);
        add(&p->by[1], day_of(p, o->camera, one->first), right, false);
    }
}

// Of no certain passage: those that name one entry are about one person, as far
// as anybody knows.
static void add_loose(precise *p)
{
    const assay_scenario *s = p->y->s;
    for (size_t i = 0; i < p->y->loose_count; i++) {
        const assay_loose *one = &p->y->loose[i];
        const assay_loose_is is = assay_scenario_loose_is(s, one);
        const bool right = is == ASSAY_LOOSE_RIGHT;
        const bool open = is == ASSAY_LOOSE_UNKNOWN || is == ASSAY_LOOSE_SEEDED;
        add(&p->by[0], s->rows.subjects + one->identity, right, open);
        add(&p->by[1], day_of(p, one->camera, one->time), right, open);
    }
}

static size_t clusters(const clustered *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++) n += c->all[i] > 0;
    return n;
}

static void set_ends(const precise *p, assay_figure *figure)
{
    const double confidence = p->y->options->common.confidence;
    figure->low = 1;
    figure->high = 0;
    figure->effective = NAN;
    for (int k = 0; k < 2; k++) {
        const clustered *c = &p->by[k];
        const double low[2] = {c->total[0], c->total[2]};
        const double high[2] = {c->total[1], c->total[2]};
        if (k && clusters(c) < 2) continue;
        const assay_pool_ends least =
            assay_pool_interval((assay_side){c->right, c->all, c->count, NULL},
                                low, true, confidence);
        const assay_pool_ends most =
            assay_pool_interval((assay_side){c->most, c->all, c->count, NULL},
                                high, true, confidence);
        figure->low = fmin(figure->low, least.ends.low);
        figure->high = fmax(figure->high, most.ends.high);
        figure->effective = fmin(figure->effective, least.effective);
    }
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method = clusters(&p->by[1]) < 2
                         ? "cluster-robust Wilson by person, t, no narrower "
                           "than exact"
                         : "cluster-robust Wilson, t, the wider of by person "
                           "and by day, no narrower than exact";
}

static void fill(const precise *p, assay_figure *figure)
{
    const double *total = p->by[0].total;
    const double open = total[1] - total[0];
    figure->events = (int64_t)total[0];
    figure->trials = (int64_t)total[2];
    if (!(total[2] > 0)) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        return;
    }
    figure->value = total[0] / total[2];
    set_ends(p, figure);
    if (!(open > 0)) return;
    figure->bounds[0] = figure->value;
    figure->bounds[1] = total[1] / total[2];
    figure->note = assay_ledger_text(
        &p->y->ledger,
        "%.0f alerts were not verified: counted as wrong, and as right in the "
        "upper bound",
        open);
}

void assay_scenario_precision(assay_study_scenario *y)
{
    ASSAY_AUTO(end_precise) precise p = {.y = y};
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    if (!make(&p.by[0], (size_t)y->s->rows.subjects + y->s->identities) ||
        !make(&p.by[1], y->dates + 1)) {
        y->ledger.no_memory = true;
        return;
    }
    add_named(&p);
    add_loose(&p);
    assay_entry entry =
        assay_scenario_entry(y, 0, &spot, at, "right alerts per alert");
    entry.figure.per = "alert";
    entry.figure.of = "alerts, each person named in a passage once";
    fill(&p, &entry.figure);
    (void)assay_scenario_add(y, &entry);
}
