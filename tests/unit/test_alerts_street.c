// SPDX-License-Identifier: Apache-2.0
// Simulated trials whose rates are known: whether values lie at them and
// intervals hold them, in so many runs of fixed seeds.
#include "street_help.h"

#include "stats/normal.h"
#include "stats/philox.h"

// Days differ: intervals of rates of the public must know it. Poisson ones,
// which don't, hold the rate in 21 of these 40.
static void days_are_the_sample(void **state)
{
    (void)state;
    unsigned crowd = 0, hourly = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        assay_simulate_street_options o = street_options();
        o.seed = seed;
        o.crowd = 20000;
        o.threshold = 4.6;
        o.deployments = 8;
        o.volunteers = 10;
        o.others = 5;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(true);
        log_evaluate(&logs);
        // Of lists like it, brought to this one; two cameras at once.
        const double list =
            street_true("public_FPIR_this_list") / street_true("public_FPIR");
        crowd += street_holds(log_figure("false alerts per crowd passage"),
                              street_true("false_alerts_per_passage") * list);
        hourly += street_holds(log_figure("false alerts per hour"),
                               street_true("false_alerts_per_hour") / 2);
    }
    printf("per crowd passage %u of 40, per hour %u of 40\n", crowd, hourly);
    assert_in_range(crowd, 36, 40);
    assert_in_range(hourly, 36, 40);
}

// Where alerts name no passage, those in front of volunteers are neither's for
// certain: the value leaves them out, and who passed then.
static void public_in_front_of_volunteers(void **state)
{
    (void)state;
    double events = 0, most = 0, trials = 0, all = 0, truth = 0;
    unsigned held = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        assay_simulate_street_options o = street_options();
        o.seed = seed;
        o.threshold = 4.4;
        o.volunteers = 60;
        o.others = 40;
        o.by_time = true;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(true);
        log_evaluate(&logs);
        const assay_figure *f = log_figure("false alerts per crowd passage");
        const double people = log_figure("passages of the public")->value;
        const double rate = street_true("false_alerts_per_passage") *
                            street_true("public_FPIR_this_list") /
                            street_true("public_FPIR");
        held += street_holds(f, rate);
        assert_true(f->bounds[0] < f->value && f->value < f->bounds[1]);
        events += (double)f->events;
        trials += (double)f->trials;
        most += f->bounds[1] * people;
        all += people;
        truth += rate / 20;
    }
    printf("%.5f, at most %.5f; %.5f is true; %u of 20 hold it\n",
           events / trials, most / all, truth, held);
    assert_true(fabs(events / trials / truth - 1) < .06);
    assert_true(most / all > 1.1 * truth);
    assert_in_range(held, 18, 20);
}

// Volunteers who come to every other day pass unequally often: each counts
// equally, so that there is an interval (1.4). By passage 10 of these 40 have
// one.
static void fpir_where_people_come_unequally(void **state)
{
    (void)state;
    unsigned there = 0, held = 0, by_passage = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        assay_simulate_street_options o = street_options();
        o.seed = seed;
        o.attendance = .5;
        o.crowd = 0;
        o.threshold = 4.2;
        o.operators = 6;
        o.operator_effect = .2;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(false);
        log_evaluate(&logs);
        const assay_figure *f = log_figure("FPIR");
        const assay_figure *beside =
            assay_result_find(log_result, "FPIR@weights=comparison");
        there += isnan(f->high) ? 0 : 1;
        held += street_holds(f, street_true("FPIR_this_list"));
        by_passage += isnan((beside ? beside : f)->high) ? 0 : 1;
    }
    printf("FPIR has an interval in %u of 40 runs, by passage in %u; %u hold\n",
           there, by_passage, held);
    assert_int_equal(there, 40);
    assert_in_range(held, 36, 40);
    assert_in_range(by_passage, 1, 20);
}

// Operators are judged by all false alerts that were found to be false, those
// on the public among them: nine in ten here.
static void operators_on_all_false_alerts(void **state)
{
    (void)state;
    double credible = 0, reviewed = 0;
    unsigned held = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        assay_simulate_street_options o = street_options();
        o.seed = seed;
        o.operators = 6;
        o.operator_effect = .2;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(true);
        log_evaluate(&logs);
        const assay_figure *f = log_figure("false alerts taken on");
        credible += (double)f->events;
        reviewed += (double)f->trials;
        held += street_holds(f, street_true("F"));
    }
    printf("%g of %g false alerts taken on, 0.2 is true; %u of 20 hold it\n",
           credible, reviewed, held);
    assert_true(reviewed > 800);
    assert_true(fabs(credible / reviewed - .2) < .04);
    assert_in_range(held, 18, 20);
}

// Where alerts name no passage, those of people side by side are nobody's for
// certain. Rates of passages that none overlaps hold the truth; with the others
// in, those with an alert left out, FPIR is half of it. TPIR takes whom an
// alert names.
static void people_side_by_side(void **state)
{
    (void)state;
    double events = 0, trials = 0, truth = 0, found = 0, alone = 0, listed = 0;
    unsigned wrong = 0, right = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        assay_simulate_street_options o = street_options();
        o.seed = seed;
        o.by_time = true;
        o.threshold = 4.2;
        o.crowd = 0;
        o.overlap = .3;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(false);
        log_evaluate(&logs);
        const assay_figure *fpir = log_figure("FPIR");
        const assay_figure *tpir = log_figure("TPIR");
        const assay_figure *beside =
            log_figure("TPIR of passages that none overlaps");
        const double rate = street_true("FPIR_this_list");
        wrong += street_holds(fpir, rate);
        right +=
            tpir->bounds[0] < tpir->value && tpir->value <= tpir->bounds[1];
        events += (double)fpir->events;
        trials += (double)fpir->trials;
        truth += rate / 12;
        found += tpir->value / 12;
        alone += beside->value / 12;
        listed += street_true("TPIR_with_failed_enrolments") / 12;
    }
    printf("FPIR %.4f, %.4f is true, held in %u of 12; TPIR %.4f, of alone "
           "%.4f, %.4f is true\n",
           events / trials, truth, wrong, found, alone, listed);
    assert_true(fabs(events / trials / truth - 1) < .2);
    assert_true(fabs(found - listed) < .01 && fabs(alone - listed) < .01);
    assert_int_equal(wrong, 12);
    assert_int_equal(right, 12);
}

static double normal(assay_random *random)
{
    return assay_normal_quantile(assay_random_uniform(random));
}

// 20 people pass 10 times each; log-normal latencies of median 1 s, a fifth of
// whose variance is the person's.
static void write_latencies(uint64_t seed)
{
    FILE *list = fopen(street_path("watchlist.csv"), "w");
    FILE *transits = fopen(street_path("transits.csv"), "w");
    FILE *alerts = fopen(street_path("alerts.csv"), "w");
    assert_true(list && transits && alerts);
    assay_random random = assay_random_at((assay_place){.seed = seed});
    fprintf(list, "reference_id,subject_id\n");
    fprintf(transits, "transit_id,subject_id,camera,entered,left\n");
    fprintf(alerts, "alert_id,time,camera,reference_id,score,transit_id\n");
    for (int p = 0; p < 20; p++) {
        const double own = normal(&random);
        fprintf(list, "r%d,s%d\n", p, p);
        for (int i = 0; i < 10; i++) {
            const double late =
                exp(.4 * (sqrt(.2) * own + sqrt(.8) * normal(&random)));
            fprintf(transits,
                    "t%d-%d,s%d,1,2024-05-03T%02d:%02d:00Z,"
                    "2024-05-03T%02d:%02d:59Z\n",
                    p, i, p, p, 3 * i, p, 3 * i);
            fprintf(alerts,
                    "a%d-%d,2024-05-03T%02d:%02d:%09.6fZ,1,r%d,.9,t%d-%d\n", p,
                    i, p, 3 * i, late, p, p, i);
        }
    }
    assert_false(fclose(list) || fclose(transits) || fclose(alerts));
}

// Order statistics as if times were independent hold the median in 82 of 100
// such logs (bench/coverage_latency.c).
static void latencies_by_person(void **state)
{
    (void)state;
    unsigned held = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        write_latencies(seed);
        const assay_alerts_options logs = street_logs(false);
        log_evaluate(&logs);
        const assay_figure *f =
            log_figure("seconds to the right alert@quantile=0.5");
        assert_int_equal(f->trials, 200);
        held += street_holds(f, 1);
    }
    printf("%u of 100 hold the median latency\n", held);
    assert_in_range(held, 93, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_the_sample),
        cmocka_unit_test(fpir_where_people_come_unequally),
        cmocka_unit_test(operators_on_all_false_alerts),
        cmocka_unit_test(latencies_by_person),
        cmocka_unit_test(people_side_by_side),
        cmocka_unit_test(public_in_front_of_volunteers),
    };
    return cmocka_run_group_tests(tests, log_begin, street_end);
}
