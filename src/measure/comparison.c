// SPDX-License-Identifier: Apache-2.0
// Figures that both results have are matched by what they are of, compared by
// the counts behind them where these tie the systems together, else by their
// own intervals, and judged together.
#include "measure/comparison_study.h"

#include "base/alloc.h"
#include "base/build.h"
#include "measure/require.h"
#include "stats/multiplicity.h"

#include <math.h>
#include <string.h>

static const char *const PAIRED = "paired by person, cluster-robust, t";
static const char *const PAIRED_JACKKNIFE =
    "paired by person alone, delete-one-person variance, t";
static const char *const APART =
    "both intervals, as if the systems were independent";

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool is_number(double x)
{
    return !__builtin_isnan(x);
}

void assay_comparison_weights(const assay_influence *of,
                              const assay_compared *to, bool ratio,
                              assay_influence *weights)
{
    for (int s = 0; s < 2; s++) {
        const double value = to->of[s]->value;
        double sign = s ? 1 : -1;
        if (ratio) sign = value > 0 ? sign / value : 0;
        weights->mated[s] = sign * of->mated[s];
        weights->non_mated[s] = sign * of->non_mated[s];
    }
}

static void clamp(assay_paired *difference)
{
    if (difference->low < -1) difference->low = -1;
    if (difference->high > 1) difference->high = 1;
}

void assay_comparison_settle(const assay_comparison *c,
                             const assay_duo_spread spread[2],
                             assay_compared *to)
{
    const double confidence = c->input->options->common.confidence;
    const double a = to->of[0]->value, b = to->of[1]->value;
    if (!spread[0].known) return;
    to->difference =
        assay_paired_difference(b - a, spread[0].spread, confidence);
    if (spread[1].known)
        to->ratio = assay_paired_ratio(a, b, spread[1].spread, confidence);
    assay_paired_widen(&to->difference, &to->ratio, a, spread[0].bearers,
                       spread[0].bound);
    clamp(&to->difference);
    to->people = spread[0].people;
    to->by_person = spread[0].by_person;
    to->few_clusters = spread[0].few_clusters;
    to->method = to->by_person ? PAIRED_JACKKNIFE : PAIRED;
}

static assay_valued valued(const assay_figure *figure)
{
    return (assay_valued){figure->value, figure->low, figure->high};
}

static void compare_apart(const assay_comparison *c, assay_compared *to)
{
    const double confidence = c->input->options->common.confidence;
    const assay_figure *a = to->of[0], *b = to->of[1];
    to->difference = assay_apart_difference(valued(a), valued(b), confidence);
    to->ratio = assay_apart_ratio(valued(a), valued(b), confidence);
    if (is(a->unit, "proportion")) clamp(&to->difference);
    to->method = APART;
}

// Of confidence: what chance would give where groups are alike has another.
static bool has_interval(const assay_figure *figure)
{
    return is_number(figure->low) && is_number(figure->high) &&
           is(figure->interval, "confidence");
}

static void compare(assay_comparison *c, assay_compared *to)
{
    const assay_figure *a = to->of[0], *b = to->of[1];
    to->difference = (assay_paired){b->value - a->value, NAN, NAN, NAN};
    to->ratio = (assay_paired){NAN, NAN, NAN, NAN};
    if (a->value > 0 && b->value > 0) to->ratio.value = b->value / a->value;
    if (!has_interval(a) || !has_interval(b)) return;
    const bool found =
        !c->input->options->unpaired &&
        (assay_comparison_pairs(c, to) || assay_comparison_searches(c, to));
    if (!found) compare_apart(c, to);
    if (!is_number(to->difference.low)) to->method = NULL;
}

static bool is_beside(const assay_figure *figure)
{
    return strstr(figure->id, "weights=comparison") != NULL;
}

static bool same_group(const assay_label *a, const assay_label *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is(a[i].attribute, b[i].attribute) || !is(a[i].value, b[i].value))
            return false;
    return true;
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || is(a, b ? b : "");
}

static bool same_frame(const assay_figure *a, const assay_figure *b)
{
    return is(a->name, b->name) && is_beside(a) == is_beside(b) &&
           a->group_count == b->group_count &&
           a->reference_group_count == b->reference_group_count &&
           same_group(a->group, b->group, a->group_count) &&
           same_group(a->reference_group, b->reference_group,
                      a->reference_group_count) &&
           same_text(a->threshold_from, b->threshold_from) &&
           same_text(a->references, b->references);
}

// Thresholds that were given, in A and in B: each once, in order of size; or
// only those that both have, where one has more.
typedef struct thresholds {
    double *of[2];
    size_t count[2];
} thresholds;

static void drop_thresholds(thresholds *t)
{
    assay_free(t->of[0]);
    assay_free(t->of[1]);
}

static void put_threshold(thresholds *t, int s, double value)
{
    size_t i = 0;
    while (i < t->count[s] && t->of[s][i] < value) i++;
    if (i < t->count[s] && !(value < t->of[s][i])) return;
    memmove(&t->of[s][i + 1], &t->of[s][i],
            (t->count[s] - i) * sizeof *t->of[s]);
    t->of[s][i] = value;
    t->count[s]++;
}

static bool find_thresholds(const assay_comparison *c, thresholds *t)
{
    for (int s = 0; s < 2; s++) {
        size_t n = 0;
        const assay_figure *figures =
            assay_result_figures(c->input->sides[s].result, &n);
        t->of[s] = assay_new(0, n + 1, sizeof *t->of[s]);
        if (!t->of[s]) return false;
        for (size_t i = 0; i < n; i++)
            if (figures[i].at_count && is(figures[i].at[0].key, "threshold"))
                put_threshold(t, s, figures[i].at[0].value);
    }
    return true;
}

// Distances are larger where similarities are smaller.
static bool is_turned(const assay_figure *a, const assay_figure *b)
{
    return a->rule && b->rule && (a->rule[0] == 'l') != (b->rule[0] == 'l');
}

// Whether a threshold of A goes with one of B: the k-th strictest with the k-th
// where there are as many, else the same.
static bool go_together(const thresholds *t, double a, double b, bool turned)
{
    const size_t n = t->count[0];
    if (n != t->count[1]) return !(a < b) && !(a > b);
    for (size_t i = 0; i < n; i++) {
        const size_t k = turned ? n - 1 - i : i;
        if (!(t->of[0][i] < a) && !(t->of[0][i] > a))
            return !(t->of[1][k] < b) && !(t->of[1][k] > b);
    }
    return false;
}

static bool same_at(const thresholds *t, const assay_figure *a,
                    const assay_figure *b)
{
    if (a->at_count != b->at_count) return false;
    for (size_t i = 0; i < a->at_count; i++) {
        const assay_at *x = &a->at[i], *y = &b->at[i];
        if (strcmp(x->key, y->key) != 0) return false;
        if (is(x->key, "achieved")) continue;
        if (is(x->key, "threshold")) {
            if (!go_together(t, x->value, y->value, is_turned(a, b)))
                return false;
        } else if (x->value < y->value || x->value > y->value) {
            return false;
        }
    }
    return true;
}

static const assay_figure *partner_of(const assay_comparison *c,
                                      const thresholds *t,
                                      const assay_figure *a)
{
    size_t n = 0;
    const assay_figure *all =
        assay_result_figures(c->input->sides[1].result, &n);
    for (size_t i = 0; i < n; i++)
        if (same_frame(a, &all[i]) && same_at(t, a, &all[i])) return &all[i];
    return NULL;
}

// Whether a threshold set on the very figure makes it what was asked for.
static bool is_set(const assay_figure *figure)
{
    const char *from = figure->threshold_from ? figure->threshold_from : "";
    for (size_t i = 1; i < figure->at_count; i++)
        if (!is(figure->at[i].key, "achieved") &&
            !is(figure->at[i].key, "confidence"))
            return false;
    const bool own =
        is(from, "group") || (is(from, "all") && !figure->group_count);
    return own && figure->at_count && is(figure->at[0].key, figure->name);
}

// Those that are told of even where they have no interval.
static bool is_main(const assay_figure *figure)
{
    static const char *const names[] = {"FMR",  "FNMR", "TMR", "FPIR", "FNIR",
                                        "TPIR", "EER",  "AUC", "d'"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(figure->name, names[i]))
            return !assay_comparison_has(figure, "watchlist_size") &&
                   !figure->reference_group_count;
    return false;
}

// What groups that are equal would show is of no system, and the largest of
// many may be another one in each.
static bool is_comparable(const assay_figure *figure)
{
    static const char largest[] = "largest interaction";
    return !is(figure->interval, "prediction") &&
           !is(figure->interval, "posterior") &&
           strncmp(figure->name, largest, sizeof largest - 1) != 0 &&
           !is(figure->unit, "count") && !is(figure->unit, "score") &&
           !is_set(figure) && figure->status != ASSAY_FIGURE_NO_DATA;
}

static bool add(assay_comparison *c, const assay_figure *a,
                const assay_figure *b)
{
    if (c->count == c->room) {
        const size_t room = c->room * 2 + 64;
        if (!assay_grow(&c->figures, room, sizeof *c->figures)) return false;
        c->room = room;
    }
    assay_compared *to = &c->figures[c->count++];
    *to = (assay_compared){.of = {a, b},
                           .people = -1,
                           .beside = is_beside(a),
                           .complement =
                               is(a->name, "TMR") || is(a->name, "TPIR"),
                           .adjusted = NAN};
    compare(c, to);
    return !c->ledger.no_memory;
}

static bool compare_all(assay_comparison *c)
{
    size_t n = 0;
    ASSAY_AUTO(drop_thresholds) thresholds t = {{NULL, NULL}, {0, 0}};
    const assay_figure *all =
        assay_result_figures(c->input->sides[0].result, &n);
    if (!find_thresholds(c, &t)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_comparable(&all[i])) continue;
        const assay_figure *b = partner_of(c, &t, &all[i]);
        if (!b || !is_comparable(b)) continue;
        const bool told =
            is_main(b) || has_interval(&all[i]) || has_interval(b);
        if (told && !add(c, &all[i], b)) return false;
    }
    return true;
}

static bool may_be_quoted(const assay_compared *one)
{
    return one->of[0]->status == ASSAY_FIGURE_OK &&
           one->of[1]->status == ASSAY_FIGURE_OK &&
           is_number(one->difference.p);
}

// Adjusts the p-values of those that are tested together: the main figures, or
// all others.
static void adjust_family(assay_comparison *c, bool main, assay_tested *tests)
{
    const assay_multiplicity how = c->input->options->multiplicity;
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++) {
        const assay_compared *one = &c->figures[i];
        if (one->beside || one->complement || !may_be_quoted(one) ||
            is_main(one->of[0]) != main)
            continue;
        tests[n++] = (assay_tested){.p = one->difference.p, .index = i};
    }
    if (how != ASSAY_MULTIPLICITY_NONE)
        assay_adjust(tests, n,
                     how == ASSAY_MULTIPLICITY_HOLM ? ASSAY_HOLM : ASSAY_BH);
    for (size_t i = 0; i < n; i++)
        c->figures[tests[i].index].adjusted =
            how == ASSAY_MULTIPLICITY_NONE ? tests[i].p : tests[i].adjusted;
    c->family[main] = n;
}

static bool adjust(assay_comparison *c)
{
    ASSAY_AUTO(assay_drop)
    assay_tested *tests = assay_new(0, c->count + 1, sizeof *tests);
    if (!tests) return false;
    adjust_family(c, true, tests);
    adjust_family(c, false, tests);
    return true;
}

static void judge(const assay_comparison *c, assay_compared *one)
{
    const double margin = c->input->options->margin;
    const double level = 1 - c->input->options->common.confidence;
    if (!may_be_quoted(one)) return;
    one->equal = one->ratio.low >= 1 / margin && one->ratio.high <= margin;
    if (one->equal) one->verdict = ASSAY_EQUAL;
    if (!(one->adjusted <= level)) return;
    if (one->difference.low > 0) one->verdict = ASSAY_A_LOWER;
    if (one->difference.high < 0) one->verdict = ASSAY_B_LOWER;
}

// What is 1 minus another figure stands or falls with it.
static void judge_complements(assay_comparison *c)
{
    for (size_t i = 1; i < c->count; i++) {
        assay_compared *one = &c->figures[i];
        if (one->complement) one->adjusted = c->figures[i - 1].adjusted;
    }
    for (size_t i = 0; i < c->count; i++) judge(c, &c->figures[i]);
}

static void end(assay_comparison *c)
{
    assay_duo_end(&c->duo);
    assay_comparison_searches_end(c);
    assay_free(c->figures);
    assay_ledger_end(&c->ledger);
}

// Whether both results keep the same, byte for byte, and something at all.
static bool keep_the_same(const assay_comparison_input *input)
{
    const assay_result *a = input->sides[0].result;
    const assay_result *b = input->sides[1].result;
    size_t n = 0;
    for (const char *name; (name = assay_result_blob_name(a, n)); n++) {
        size_t size[2] = {0, 0};
        const void *x = assay_result_blob(a, name, &size[0]);
        const void *y = assay_result_blob(b, name, &size[1]);
        if (!x || !y || size[0] != size[1] || memcmp(x, y, size[0]) != 0)
            return false;
    }
    return n > 0 && !assay_result_blob_name(b, n);
}

static assay_status measure(assay_comparison *c, assay_error *err)
{
    const assay_texts *require = &c->input->options->common.require;
    c->same = keep_the_same(c->input);
    if (!compare_all(c) || !adjust(c))
        return assay_fail_memory(err, "the comparison");
    judge_complements(c);
    assay_comparison_figures(c);
    assay_comparison_words(c);
    if (c->ledger.no_memory) return assay_fail_memory(err, "the comparison");
    ASSAY_TRY(assay_require_hold(require, &c->ledger, c->result, err));
    assay_ledger_flush(&c->ledger, c->result);
    return c->ledger.no_memory ? assay_fail_memory(err, "the comparison")
                               : ASSAY_OK;
}

assay_status assay_comparison_measure(const assay_comparison_input *input,
                                      assay_result *result, assay_error *err)
{
    ASSAY_AUTO(end) assay_comparison c = {.input = input, .result = result};
    return measure(&c, err);
}
