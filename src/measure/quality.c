// SPDX-License-Identifier: Apache-2.0
#include "measure/quality.h"

#include "base/alloc.h"
#include "base/order.h"
#include "measure/quality_words.h"
#include "measure/rate_figure.h"
#include "measure/study.h"
#include "stats/discard.h"

#include <math.h>
#include <string.h>

static const double USUAL[] = {0.05, 0.1, 0.2};

enum { GATES_MOST = 16, CURVE_POINTS = 400 };
enum { DISCARDED, RATE, QUALITY, LEFT, ERRORS, COLUMNS };

static const char *const columns[COLUMNS] = {
    "discarded", "FNMR", "quality", "comparisons left", "false non-matches"};

// A share to be discarded, and the gate that everybody's comparisons make it.
typedef struct gate {
    double share;
    size_t place; // marks below it are discarded
    double achieved;
} gate;

struct assay_quality {
    assay_verification *v;
    assay_marked *rows;
    uint64_t missing;
    const uint32_t *marks;
    size_t mark_count;
    gate gates[GATES_MOST];
    size_t gate_count;
    // Room.
    assay_level *levels;
    assay_discard_level *steps;
    uint32_t *step_marks;
    assay_discard_point *curve;
};

// A view while it is measured.
typedef struct part {
    assay_quality *q;
    const assay_view *view;
    size_t cell;
    assay_discards_sum sum; // of the people of the view, where they are known
    double *room;
} part;

// An operating point of a view.
typedef struct spot {
    assay_at at[3];
    double threshold;
    uint32_t key;
    const char *from;
    bool few;
} spot;

static assay_status check_share(double share, assay_error *err)
{
    if (share > 0 && share < 1) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--discard: shares lie between 0 and 1, as in 0.1");
}

static assay_status plan_gates(assay_quality *q, assay_error *err)
{
    const assay_numbers *asked = &q->v->options->discard;
    const double *shares = asked->count ? asked->items : USUAL;
    const size_t n = asked->count ? asked->count : sizeof USUAL / sizeof *USUAL;
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        ASSAY_TRY(check_share(shares[i], err));
        while (at < q->gate_count && q->gates[at].share < shares[i]) at++;
        if (at < q->gate_count && q->gates[at].share == shares[i]) continue;
        if (q->gate_count == GATES_MOST)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--discard names more than %d shares",
                              GATES_MOST);
        memmove(&q->gates[at + 1], &q->gates[at],
                (q->gate_count - at) * sizeof *q->gates);
        q->gates[at] = (gate){shares[i], 0, 0};
        q->gate_count++;
    }
    return ASSAY_OK;
}

static assay_status make(assay_quality *q, assay_error *err)
{
    q->marks = assay_marked_marks(q->rows, &q->mark_count);
    const size_t n = q->mark_count + 1;
    q->levels = assay_new(0, n, sizeof *q->levels);
    q->steps = assay_new(0, n, sizeof *q->steps);
    q->step_marks = assay_new(0, n, sizeof *q->step_marks);
    q->curve = assay_new(0, n, sizeof *q->curve);
    if (!q->levels || !q->steps || !q->step_marks || !q->curve)
        return assay_fail_memory(err, "the qualities");
    return plan_gates(q, err);
}

assay_status assay_quality_new(assay_verification *v, assay_marked *rows,
                               uint64_t missing, assay_quality **out,
                               assay_error *err)
{
    *out = NULL;
    assay_quality *q = assay_new(sizeof *q, 0, 0);
    if (!q) return assay_fail_memory(err, "the qualities");
    q->v = v;
    q->rows = rows;
    q->missing = missing;
    const assay_status status = make(q, err);
    if (status != ASSAY_OK) {
        assay_quality_free(q);
        return status;
    }
    *out = q;
    return ASSAY_OK;
}

static double confidence_of(const part *p)
{
    return p->q->v->options->common.confidence;
}

static void put(const part *p, const assay_figure *figure,
                const assay_estimate *rate)
{
    const assay_entry entry = {
        .figure = *figure,
        .cell = p->cell,
        .guard_low = rate ? rate->guard_low : (double)NAN,
        .guard_high = rate ? rate->guard_high : (double)NAN,
        .tell = rate ? assay_rate_tell(rate) : 0u};
    (void)assay_ledger_add(&p->q->v->ledger, &entry, false);
}

// ---- Rates -----------------------------------------------------------------

static void put_rate(const part *p, assay_figure *figure, bool few)
{
    assay_ledger *ledger = &p->q->v->ledger;
    const assay_tallied seen = {.unit = "comparison",
                                .events = p->sum.events,
                                .trials = p->sum.trials,
                                .events_of = p->sum.events_of,
                                .trials_of = p->sum.trials_of,
                                .people = p->view->people,
                                .room = p->room};
    const assay_estimate rate = assay_estimate_tallied(&seen, confidence_of(p));
    figure->unit = "proportion";
    figure->per = "comparison";
    assay_rate_fill(&rate, confidence_of(p), figure);
    figure->note = assay_rate_note(ledger, &rate);
    if (few) figure->status = ASSAY_FIGURE_FEW_EVENTS;
    if (rate.one_person) figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
    if (!rate.trials) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        figure->note = "no mated comparison with a quality is left";
    }
    put(p, figure, &rate);
}

static assay_status put_gone(part *p, const gate *g, assay_error *err)
{
    assay_figure figure = assay_figure_blank();
    const assay_at at[2] = {{"discard", g->share}, {"achieved", g->achieved}};
    ASSAY_TRY(assay_discards_gone(p->q->rows, p->view, g->place, &p->sum, err));
    figure.name = "discard fraction";
    figure.at = at;
    figure.at_count = 2;
    figure.of = "mated comparisons with a quality";
    put_rate(p, &figure, false);
    return ASSAY_OK;
}

static assay_status put_left(part *p, const spot *s, const gate *g,
                             assay_error *err)
{
    assay_figure figure = assay_figure_blank();
    const assay_at at[3] = {
        s->at[0], {"discard", g->share}, {"achieved", g->achieved}};
    ASSAY_TRY(assay_discards_left(p->q->rows, p->view, g->place, s->key,
                                  &p->sum, err));
    figure.name = "FNMR after discard";
    figure.at = at;
    figure.at_count = 3;
    figure.threshold = s->threshold;
    figure.rule = assay_study_rule(p->q->v);
    figure.threshold_from = s->from;
    figure.of = "mated comparisons left";
    figure.weights = "comparison";
    put_rate(p, &figure, s->few);
    return ASSAY_OK;
}

// The lowest quality that stays.
static void put_gate(const part *p, const gate *g)
{
    const assay_quality *q = p->q;
    assay_figure figure = assay_figure_blank();
    const assay_at at[2] = {{"discard", g->share}, {"achieved", g->achieved}};
    figure.name = "quality gate";
    figure.unit = "score";
    figure.at = at;
    figure.at_count = 2;
    figure.note = g->place ? "the lowest quality that is not discarded"
                           : "the lowest quality there is: those that have it "
                             "are too many to be discarded together";
    if (g->place < q->mark_count) {
        figure.value = (double)assay_score_of(q->marks[g->place]);
    } else {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = "no mated comparison has a quality";
    }
    put(p, &figure, NULL);
}

// ---- Curves ----------------------------------------------------------------

// The levels that the view has, lowest quality first, and their marks.
static size_t fill_steps(const assay_quality *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->mark_count; i++) {
        const assay_level *level = &q->levels[i];
        if (!level->trials) continue;
        q->step_marks[n] = q->marks[i];
        q->steps[n++] = (assay_discard_level){level->trials, level->errors};
    }
    return n;
}

// Every point of up to CURVE_POINTS, or about so many along the curve. The
// last one, of nothing left, is convention and not drawn.
static size_t fill_rows(const assay_quality *q, size_t n, double *rows)
{
    const uint64_t all = q->curve[n].trials_discarded;
    size_t kept = 0;
    double next = 0;
    for (size_t i = 0; i < n; i++) {
        const assay_discard_point *point = &q->curve[i];
        if (n > CURVE_POINTS && point->discarded < next && i + 1 < n) continue;
        double *row = &rows[kept++ * COLUMNS];
        row[DISCARDED] = point->discarded;
        row[RATE] = point->rate;
        row[QUALITY] = (double)assay_score_of(q->step_marks[i]);
        row[LEFT] = (double)(all - point->trials_discarded);
        row[ERRORS] = (double)point->errors;
        next = (floor(point->discarded * (CURVE_POINTS - 2)) + 1) /
               (CURVE_POINTS - 2);
    }
    return kept;
}

static void put_curve(const part *p, const spot *s, size_t n)
{
    const assay_quality *q = p->q;
    assay_ledger *ledger = &q->v->ledger;
    const size_t room = n < CURVE_POINTS ? n : CURVE_POINTS;
    ASSAY_AUTO(assay_drop)
    double *rows = assay_new(0, (room + 1) * COLUMNS, sizeof *rows);
    const char *value = assay_quality_value(ledger, s->at[0].value);
    const char *id =
        value ? assay_ledger_text(ledger, "EDC@%s=%s", s->at[0].key, value)
              : NULL;
    if (!rows || !id) {
        ledger->no_memory = true;
        return;
    }
    const assay_curve curve = {
        .id = id,
        .name = "EDC",
        .columns = columns,
        .column_count = COLUMNS,
        .values = rows,
        .row_count = fill_rows(q, n, rows),
        .note = n > CURVE_POINTS
                    ? "each FNMR holds to the right; of the qualities, about "
                      "400 are drawn"
                    : "each FNMR holds to the right, until the next quality"};
    assay_ledger_curve(ledger, &curve, p->cell);
}

static void put_area(const part *p, const spot *s, const char *name,
                     double value, const char *note)
{
    const assay_quality *q = p->q;
    assay_figure figure = assay_figure_blank();
    const assay_at at[2] = {s->at[0],
                            {"limit", q->gates[q->gate_count - 1].share}};
    figure.name = name;
    figure.unit = "ratio";
    figure.at = at;
    figure.at_count = 2;
    figure.threshold = s->threshold;
    figure.rule = assay_study_rule(q->v);
    figure.threshold_from = s->from;
    figure.value = value;
    figure.note = note;
    if (s->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    put(p, &figure, NULL);
}

static assay_status put_spot(part *p, const spot *s, assay_error *err)
{
    assay_quality *q = p->q;
    ASSAY_TRY(assay_discards_levels(q->rows, p->view, s->key, q->levels, err));
    const size_t n = fill_steps(q);
    if (n) {
        const double limit = q->gates[q->gate_count - 1].share;
        const assay_discard_areas areas =
            assay_discard_areas_of(q->steps, n, limit);
        assay_discard_curve(q->steps, n, q->curve);
        put_area(p, s, "EDC pAUC", areas.area,
                 "area under the curve of error versus discard");
        put_area(p, s, "EDC pAUC ideal", areas.ideal,
                 "if those that fail were discarded first");
        put_area(p, s, "EDC pAUC no information", areas.none,
                 "if quality told nothing");
        put_curve(p, s, n);
    }
    for (size_t i = 0; i < q->gate_count; i++)
        ASSAY_TRY(put_left(p, s, &q->gates[i], err));
    return ASSAY_OK;
}

// ---- Views -----------------------------------------------------------------

// Thresholds of everybody alone: targets, and those that were given.
static bool spot_of(const assay_quality *q, const assay_view *view, size_t i,
                    spot *out)
{
    const assay_point *point = &view->points[i];
    const bool everybody = view->label_count == 0;
    *out = (spot){.key = point->key,
                  .threshold = assay_study_threshold(q->v, point->key)};
    if (point->purpose == ASSAY_FOR_THRESHOLD) {
        out->at[0] = (assay_at){"threshold", point->target};
        out->from = "given";
        return true;
    }
    if (point->purpose != ASSAY_FOR_TARGET || point->own != everybody)
        return false;
    out->at[0] = (assay_at){"FMR", point->target};
    out->from = "all";
    for (size_t t = 0; t < q->v->target_count; t++)
        if (q->v->targets[t].alpha == point->target)
            out->few = q->v->targets[t].few;
    return true;
}

// The gates of everybody.
static assay_status set_gates(part *p, assay_error *err)
{
    assay_quality *q = p->q;
    ASSAY_TRY(assay_discards_levels(q->rows, p->view, 0, q->levels, err));
    const size_t n = fill_steps(q); // everybody has all of them
    for (size_t i = 0; i < q->gate_count; i++) {
        gate *g = &q->gates[i];
        uint64_t gone = 0;
        g->place = assay_discard_gate(q->steps, n, g->share);
        for (size_t k = 0; k < g->place; k++) gone += q->steps[k].trials;
        const uint64_t all = assay_marked_rows(q->rows);
        g->achieved = all ? (double)gone / (double)all : 0;
        put_gate(p, g);
    }
    return ASSAY_OK;
}

static void put_missing(const part *p)
{
    assay_figure figure = assay_figure_blank();
    figure.name = "mated comparisons without a quality";
    figure.unit = "count";
    figure.value = (double)p->q->missing;
    put(p, &figure, NULL);
}

static assay_status measure(part *p, assay_error *err)
{
    assay_quality *q = p->q;
    const assay_view *view = p->view;
    if (!view->label_count) {
        put_missing(p);
        ASSAY_TRY(set_gates(p, err));
    }
    for (size_t i = 0; i < q->gate_count; i++)
        ASSAY_TRY(put_gone(p, &q->gates[i], err));
    for (size_t i = 0; i < view->point_count; i++) {
        spot s;
        if (spot_of(q, view, i, &s)) ASSAY_TRY(put_spot(p, &s, err));
    }
    return ASSAY_OK;
}

static assay_status measure_view(assay_quality *q, const assay_view *view,
                                 assay_error *err)
{
    const size_t people = view->has_people ? view->people : 0;
    ASSAY_AUTO(assay_drop)
    uint64_t *counts = assay_new(0, 2 * people + 1, sizeof *counts);
    ASSAY_AUTO(assay_drop)
    double *room = assay_new(0, 2 * people + 1, sizeof *room);
    if (!counts || !room) return assay_fail_memory(err, "the people");
    const assay_cell cell = {.labels = view->labels,
                             .label_count = view->label_count,
                             .unknown = view->unknown,
                             .people = UINT64_MAX};
    part p = {.q = q, .view = view, .room = room};
    if (view->has_people) {
        p.sum.trials_of = counts;
        p.sum.events_of = counts + people;
    }
    p.cell = assay_ledger_cell(&q->v->ledger, &cell); // there already
    ASSAY_TRY(measure(&p, err));
    return q->v->ledger.no_memory ? assay_fail_memory(err, "the figures")
                                  : ASSAY_OK;
}

assay_status assay_quality_view(assay_quality *q, const assay_view *view,
                                assay_error *err)
{
    // Its mated comparisons are those of the group, told already.
    return view->same_references ? ASSAY_OK : measure_view(q, view, err);
}

void assay_quality_tell(assay_quality *q)
{
    const double share = q->gates[q->gate_count > 1 ? 1 : 0].share;
    const assay_quality_told told = {.missing = q->missing, .share = share};
    assay_quality_say(q->v, &told);
}

void assay_quality_free(assay_quality *q)
{
    if (!q) return;
    assay_free(q->levels);
    assay_free(q->steps);
    assay_free(q->step_marks);
    assay_free(q->curve);
    assay_free(q);
}
