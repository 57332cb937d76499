// SPDX-License-Identifier: Apache-2.0
// FPIR beyond the thresholds that searches carry: docs/statistics.md T5.5 and
// T5.6 as figures of searches, and everything counted again from the scores.
#include "ident_help.h"

#include "stats/beyond.h"
#include "stats/student.h"

enum { LISTED = 20, PEOPLE = 60, PROBES = 400, ABOVE = 54 };

static const double target[] = {0.002};
static const double given[] = {0.75, 0.52};

// Forty people who are not on a list of twenty, ten searches each. Those 54
// that rank highest exceed 0.5 by the excesses of T5.6, a tenth of them and a
// little more each time; one stands at 0.5.
static void make(help_lists *h)
{
    static const double y[] = {.1, .3, .5, .7, .9, 1.1, 1.4, 2.2, 3.1, 4.6};
    help_begin(h);
    h->people = PEOPLE;
    for (uint32_t p = 0; p < LISTED; p++) h->enrolled[0][p] = true;
    for (unsigned q = 0; q < PROBES; q++) {
        float scores[LISTED];
        for (uint32_t p = 0; p < LISTED; p++)
            scores[p] = (float)(help_next(h) % 490) / 1000;
        const uint32_t who = LISTED + q * 7 % (PEOPLE - LISTED);
        const uint32_t best = q * q % LISTED;
        const double excess = y[q % 10] * .05 + q * .0003;
        if (q <= ABOVE) scores[best] = (float)(0.5 + excess);
        if (q == ABOVE) scores[best] = 0.5f;
        // Who is named then without the best.
        if (q % 3 == 0 && q < ABOVE)
            scores[(best + 1) % LISTED] = (float)(0.5 + excess / 2);
        help_probe(h, who, scores, LISTED);
    }
    h->options.fpir = (assay_numbers){target, 1};
    h->options.thresholds = (assay_numbers){given, 2};
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// ln of the share above 0.5, shape, ln scale: without person `out` as probe
// and, with `both`, on the list.
static void fit(const help_lists *h, uint32_t out, bool both, double to[3])
{
    double y[PROBES], searches = 0;
    size_t n = 0;
    for (unsigned q = 0; q < h->probes; q++) {
        double best = 0;
        if (h->person[q] == out) continue;
        searches += 1;
        if (h->lost[q]) continue;
        for (uint32_t p = 0; p < LISTED; p++)
            if (!(both && p == out)) best = fmax(best, (double)h->score[q][p]);
        if (best > 0.5) y[n++] = best - 0.5;
    }
    qsort(y, n, sizeof *y, ascending);
    double b0 = 0, b1 = 0;
    for (size_t i = 0; i < n; i++) {
        const double p = ((double)i + 1 - .35) / (double)n;
        b0 += y[i] / (double)n;
        b1 += (1 - p) * y[i] / (double)n;
    }
    to[0] = log((double)n / searches);
    to[1] = 2 - b0 / (b0 - 2 * b1);
    to[2] = log(2 * b0 * b1 / (b0 - 2 * b1));
}

static double above(const double fit[3], double y)
{
    return exp(fit[0]) * pow(1 + fit[1] * y / exp(fit[2]), -1 / fit[1]);
}

// The standard errors of ln P(S > 0.5 + y) and of the shape.
static void errors(const help_lists *h, bool both, double y, double to[2])
{
    double all[3], without[PEOPLE][3], mean[3] = {0, 0, 0}, slope[3];
    const uint32_t first = both ? 0 : LISTED;
    const double n = PEOPLE - first;
    fit(h, UINT32_MAX, both, all);
    for (int i = 0; i < 3; i++) {
        double up[3], down[3];
        memcpy(up, all, sizeof all);
        memcpy(down, all, sizeof all);
        up[i] += 1e-6;
        down[i] -= 1e-6;
        slope[i] = (log(above(up, y)) - log(above(down, y))) / 2e-6;
    }
    for (uint32_t p = first; p < PEOPLE; p++) {
        fit(h, p, both, without[p]);
        for (int i = 0; i < 3; i++) mean[i] += without[p][i] / n;
    }
    to[0] = to[1] = 0;
    for (uint32_t p = first; p < PEOPLE; p++) {
        double step = 0;
        for (int i = 0; i < 3; i++)
            step += slope[i] * (without[p][i] - mean[i]);
        to[0] += step * step;
        to[1] += (without[p][1] - mean[1]) * (without[p][1] - mean[1]);
    }
    for (int i = 0; i < 2; i++) to[i] = sqrt(to[i] * (n - 1) / n);
}

static void close_to(double have, double want, double relative)
{
    if (fabs(have - want) <= relative * fabs(want)) return;
    fail_msg("%.12g, not %.12g", have, want);
}

static void check_tail(const help_lists *h, const assay_result *r, bool both)
{
    const assay_figure *shape =
        figure_of(r, "shape of the tail of false alerts");
    const assay_figure *at = figure_of(r, "extrapolated FPIR@threshold=0.75");
    const assay_figure *of = figure_of(r, "extrapolated FPIR@FPIR=0.002");
    double all[3], error[2];
    fit(h, UINT32_MAX, both, all);
    errors(h, both, 0.25, error);
    const double t = assay_student_two_sided(.95, (double)shape->subjects - 1);
    close_to(shape->value, all[1], 1e-9);
    close_to(shape->high - shape->low, 2 * t * error[1], 1e-6);
    assert_true(shape->threshold == 0.5);
    close_to(at->value, above(all, 0.25), 1e-9);
    close_to(at->low, at->value * exp(-t * error[0]), 1e-5);
    close_to(at->high, fmin(at->value * exp(t * error[0]), ABOVE / 400.), 1e-5);
    // The target: at its threshold the tail gives it.
    assert_near(of->value, 0.002);
    close_to(above(all, of->threshold - 0.5), 0.002, 1e-9);
    errors(h, both, of->threshold - 0.5, error);
    close_to(of->low, 0.002 * exp(-t * error[0]), 1e-5);
    assert_non_null(strstr(of->note, "beyond the test: an extrapolation"));
    assert_int_equal(of->status, ASSAY_FIGURE_OK);
}

static void T5_6_excesses_of_searches(void **state)
{
    (void)state;
    static help_lists h;
    make(&h);
    h.lost[399] = h.lost[398] = true; // searches without a candidate
    assay_result *r = help_run(&h);
    assert_int_equal(
        figure_of(r, "shape of the tail of false alerts")->subjects, 40);
    check_tail(&h, r, false);
    assay_result_free(r);
    // For lists like it people are left out of the list too.
    h.options.target = ASSAY_TARGET_RANDOM;
    r = help_run(&h);
    check_tail(&h, r, true);
    assay_result_free(r);
}

static void T5_5_larger_lists_beside_the_union_bound(void **state)
{
    (void)state;
    static help_lists h;
    double all[3];
    make(&h);
    assay_result *r = help_run(&h);
    fit(&h, UINT32_MAX, false, all);
    const double p = above(all, 0.25);
    const assay_figure *one = figure_of(r, "extrapolated FPIR@threshold=0.75");
    // Ten searches of 400 go wrong below.
    assert_near(one->bounds[1], 10. / 400);
    const assay_figure *f =
        figure_of(r, "extrapolated FPIR@threshold=0.75,watchlist_size=100");
    close_to(f->value, 1 - pow(1 - p, 5), 1e-9);
    close_to(f->low, 1 - pow(1 - one->low, 5), 1e-9);
    close_to(f->high, 1 - pow(1 - one->high, 5), 1e-9);
    assert_near(f->bounds[1], 50. / 400);
    assert_non_null(strstr(f->note, "union bound"));
    assert_int_equal(f->watchlist_size, 100);
    (void)figure_of(r, "extrapolated FPIR@FPIR=0.002,watchlist_size=30");
    assert_null(assay_result_find(
        r, "extrapolated FPIR@threshold=0.75,watchlist_size=300"));
    // 0.52 is carried: FPIR is counted there.
    assert_null(assay_result_find(r, "extrapolated FPIR@threshold=0.52"));
    assay_result_free(r);
    static const double sizes[] = {10, 150, 201};
    h.options.sizes = (assay_numbers){sizes, 3};
    r = help_run(&h);
    f = figure_of(r, "extrapolated FPIR@threshold=0.75,watchlist_size=150");
    close_to(f->value, 1 - pow(1 - p, 7.5), 1e-9);
    assert_null(assay_result_find(
        r, "extrapolated FPIR@threshold=0.75,watchlist_size=201"));
    assert_null(assay_result_find(
        r, "extrapolated FPIR@threshold=0.75,watchlist_size=10"));
    assay_result_free(r);
}

static const assay_curve *curve_of(const assay_result *r, const char *id)
{
    size_t n = 0;
    const assay_curve *all = assay_result_curves(r, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].id, id) == 0) return &all[i];
    return NULL;
}

static void thresholds_of_the_curve(void **state)
{
    (void)state;
    static help_lists h;
    make(&h);
    assay_result *r = help_run(&h);
    const assay_curve *c = curve_of(r, "tail of false alerts");
    size_t fitted = 0;
    if (!c || c->column_count != 9) {
        fail_msg("no curve");
        return;
    }
    for (size_t i = 0; i < c->row_count; i++) {
        const double *row = c->values + i * 9;
        double n = 0, sum = 0;
        for (unsigned q = 0; q < PROBES; q++) {
            double best = 0;
            for (uint32_t p = 0; p < LISTED; p++)
                best = fmax(best, (double)h.score[q][p]);
            n += best > row[0];
            sum += best > row[0] ? best - row[0] : 0;
        }
        assert_true(row[1] == n);
        close_to(row[2], sum / n, 1e-9);
        assert_true(row[3] < row[2] && row[2] < row[4]);
        assert_true(!i || row[0] > row[-9]);
        assert_true(isnan(row[5]) == (n < 50));
        if (row[8] > 0) {
            fitted++;
            assert_true(row[0] == 0.5);
            assert_near(
                row[5],
                figure_of(r, "shape of the tail of false alerts")->value);
        }
    }
    assert_int_equal(fitted, 1);
    assay_result_free(r);
}

static const assay_figure *refused(const assay_result *r, const char *id,
                                   const char *why)
{
    const assay_figure *f = figure_of(r, id);
    assert_int_equal(f->status, ASSAY_FIGURE_REFUSED);
    assert_true(isnan(f->value));
    assert_non_null(strstr(f->note, why));
    return f;
}

static void refused_with_the_reason(void **state)
{
    (void)state;
    static const double low[] = {0.002, 0.0001};
    static help_lists h;
    // 45 excesses of 300 searches: too few.
    make(&h);
    h.probes = 304;
    assay_result *r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "it takes 50");
    assert_null(assay_result_find(r, "shape of the tail of false alerts"));
    assert_null(curve_of(r, "tail of false alerts"));
    assay_result_free(r);
    // 29 people.
    make(&h);
    for (unsigned q = 0; q < PROBES; q++)
        h.person[q] = LISTED + (h.person[q] - LISTED) % 29;
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "of 29 people");
    assay_result_free(r);
    // Less than a tenth of one of 400 searches; and beyond the end.
    static const double far[] = {7};
    make(&h);
    h.options.fpir = (assay_numbers){low, 2};
    h.options.thresholds = (assay_numbers){far, 1};
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.0001", "tenth of one");
    (void)refused(r, "extrapolated FPIR@threshold=7", "tenth of one");
    assert_true(figure_of(r, "extrapolated FPIR@FPIR=0.002")->value > 0);
    assay_result_free(r);
}

static void lists_that_were_cut(void **state)
{
    (void)state;
    static help_lists h;
    // Below what the tail rests on: as if they were whole.
    make(&h);
    h.options.thresholds = (assay_numbers){given, 1};
    assay_result *whole = help_run(&h);
    h.has_floor = true;
    h.floor = 0.5f;
    assay_result *r = help_run(&h);
    const assay_figure *a = figure_of(r, "extrapolated FPIR@threshold=0.75");
    const assay_figure *b =
        figure_of(whole, "extrapolated FPIR@threshold=0.75");
    assert_true(a->value == b->value && a->low == b->low);
    assay_result_free(whole);
    assay_result_free(r);
    // Within it: too few are left.
    h.floor = 0.52f;
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@threshold=0.75", "it takes 50");
    assay_result_free(r);
    // A list that was cut after its first knows the best.
    make(&h);
    h.length = 1;
    r = help_run(&h);
    check_tail(&h, r, false);
    assay_result_free(r);
}

static void scores_that_nothing_fits(void **state)
{
    (void)state;
    static help_lists h;
    make(&h);
    for (unsigned q = 0; q < 3; q++) h.score[q][q * q % LISTED] = INFINITY;
    assay_result *r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "none fits");
    assay_result_free(r);
    // In steps so coarse that all excesses are the same.
    make(&h);
    for (unsigned q = 0; q < ABOVE; q++)
        for (uint32_t p = 0; p < LISTED; p++)
            if (h.score[q][p] > 0.5f) h.score[q][p] = 0.6f;
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "none fits");
    assay_result_free(r);
    // All alike, or no candidate at all.
    make(&h);
    memset(h.score, 0, sizeof h.score);
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "on 0 searches");
    assay_result_free(r);
    for (unsigned q = 0; q < PROBES; q++) h.lost[q] = true;
    r = help_run(&h);
    (void)refused(r, "extrapolated FPIR@FPIR=0.002", "on 0 searches");
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_6_excesses_of_searches),
        cmocka_unit_test(T5_5_larger_lists_beside_the_union_bound),
        cmocka_unit_test(thresholds_of_the_curve),
        cmocka_unit_test(refused_with_the_reason),
        cmocka_unit_test(lists_that_were_cut),
        cmocka_unit_test(scores_that_nothing_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
