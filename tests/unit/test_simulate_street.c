// SPDX-License-Identifier: Apache-2.0
// Simulated streets against what is said to be true of them.
#include "assay/simulate.h"
#include "unit/folder.h"

#include "base/digest.h"
#include "simulate/street_hazard.h"
#include "simulate/street_times.h"
#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "assay/result.h"
#include "base/alloc.h"

static assay_error err;
static const char *const files[] = {
    "alerts.csv", "transits.csv",    "watchlist.csv", "subjects.csv",
    "crowd.csv",  "deployments.csv", "truth.json"};
enum { FILES = sizeof files / sizeof *files };

static assay_simulate_street_options plain(uint64_t seed)
{
    assay_simulate_street_options options;
    assay_simulate_street_options_default(&options);
    options.seed = seed;
    options.directory = folder;
    return options;
}

static void simulate(const assay_simulate_street_options *options)
{
    char *truth = NULL;
    const assay_status status = assay_simulate_street(options, &truth, &err);
    if (status != ASSAY_OK) fail_msg("%s", err.reason);
    assert_non_null(truth);
    assay_text_free(truth);
    (void)read_file("truth.json");
}

// The number behind a key in what was read last, the first behind `after`.
static double number(const char *after, const char *key)
{
    char quoted[64];
    const char *from = strstr(bytes, after);
    assert_non_null(from);
    (void)snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *at = strstr(from, quoted);
    assert_non_null(at);
    return strtod(at + strlen(quoted), NULL);
}

// Of everybody, at the threshold of alerts where no floor is below it.
static double truth(const char *key)
{
    return number("\"group\": {}", key);
}

// An observed share of so many, which may differ by four standard errors;
// `deff` is how many times more variance clusters make.
static void is_near(double events, double trials, double rate, double deff)
{
    const double se = sqrt(deff * rate * (1 - rate) / trials);
    if (!(fabs(events / trials - rate) <= 4 * se))
        fail_msg("%g of %g, but %g with s.e. %g", events, trials, rate, se);
}

static void digest_rows(const assay_simulate_street_options *options,
                        char hex[ASSAY_DIGEST_HEX + 1])
{
    simulate(options);
    assay_digest *digest = assay_digest_new(false);
    assert_non_null(digest);
    for (size_t i = 0; i + 1 < FILES; i++)
        assay_digest_add(digest, bytes, read_file(files[i]));
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
}

// What a seed gives is part of the format: a report can cite it.
static void same_seed_same_bytes(void **state)
{
    (void)state;
    char hex[3][ASSAY_DIGEST_HEX + 1];
    const uint64_t seeds[] = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
        const assay_simulate_street_options options = plain(seeds[i]);
        digest_rows(&options, hex[i]);
    }
    assert_string_equal(hex[0], hex[1]);
    assert_string_not_equal(hex[0], hex[2]);
    assert_string_equal(
        hex[0],
        "1fd05cd77df91c9d120edf9ca34a1122ec77265c826f7081096eb268b43f39ed");
}

// --- the list ----------------------------------------------------------------

enum { ENTRIES = 40, PASSAGES = 200000 };

typedef struct listing {
    assay_arena arena;
    assay_street street;
    assay_street_list list;
} listing;

static void make_list(listing *l, const assay_simulate_street_options *options)
{
    memset(l, 0, sizeof *l);
    assert_int_equal(assay_street_make(options, &l->arena, &l->street, &err),
                     ASSAY_OK);
    assert_int_equal(
        assay_street_list_make(&l->street, &l->arena, &l->list, &err),
        ASSAY_OK);
}

static assay_simulate_street_options listed(void)
{
    assay_simulate_street_options options = plain(5);
    options.volunteers = 3;
    options.others = 0;
    options.watchlist = ENTRIES;
    options.filler = 20;
    options.threshold = 3;
    options.floor = 1.5;
    options.unenrolled = 0;
    return options;
}

static double chance(const listing *l, double x, double effect, double score)
{
    const assay_street_factors *f = &l->street.factors;
    return assay_normal_cdf((x + f->reference * effect - score) / f->rest);
}

// Every entry as often as its own law says, whether alone or with others, and
// with the scores of that law; the own one never.
static void entries_as_if_all_were_compared(void **state)
{
    (void)state;
    const assay_simulate_street_options options = listed();
    const double x = 0.4, higher = 2.2;
    const assay_street_probe probe = {x, 7, 0};
    double seen[ENTRIES] = {0}, high[ENTRIES] = {0}, none = 0, two = 0;
    assay_street_candidates found = {NULL, 0, 0};
    listing l;
    make_list(&l, &options);
    for (uint64_t i = 0; i < PASSAGES; i++) {
        assay_street_dice dice = assay_street_dice_at(9, 77, i);
        found.count = 0;
        assert_int_equal(
            assay_street_list_search(&l.list, &probe, &dice, &found, &err),
            ASSAY_OK);
        none += found.count == 0;
        two += found.count == 2;
        for (size_t c = 0; c < found.count; c++) {
            assert_true(found.items[c].score >= 1.5f);
            seen[found.items[c].entry]++;
            high[found.items[c].entry] += (double)found.items[c].score > higher;
        }
    }
    assert_true(seen[7] == 0);
    double no = 1, odds = 0, odds2 = 0;
    for (size_t i = 0; i < l.list.count; i++) {
        const assay_street_entry *entry = &l.list.entries[i];
        const double p = chance(&l, x, entry->effect, 1.5);
        if (entry->number == 7) continue;
        is_near(seen[entry->number], PASSAGES, p, 1);
        is_near(high[entry->number], PASSAGES,
                chance(&l, x, entry->effect, higher), 1);
        no *= 1 - p;
        odds += p / (1 - p);
        odds2 += p / (1 - p) * p / (1 - p);
    }
    is_near(none, PASSAGES, no, 1);
    is_near(two, PASSAGES, no * (odds * odds - odds2) / 2, 1);
    assay_free(found.items);
    assay_arena_end(&l.arena);
}

// The table against the product over all entries, integrated plainly.
static void hazard_is_that_of_the_entries(void **state)
{
    (void)state;
    const assay_simulate_street_options options = listed();
    const assay_street_some some = {3, 0};
    assay_street_hazard hazard;
    listing l;
    make_list(&l, &options);
    assert_int_equal(
        assay_street_hazard_make(&l.list, some, &l.arena, &hazard, &err),
        ASSAY_OK);
    assert_int_equal(hazard.count, ENTRIES - 3);
    for (double t = 1.5; t < 4.6; t += 0.5) {
        double sum = 0;
        for (int i = -900; i <= 900; i++) {
            const double z = 0.01 * i;
            double log_none = 0;
            for (size_t e = 0; e < l.list.count; e++)
                if (l.list.entries[e].number >= 3)
                    log_none +=
                        assay_log1p(-chance(&l, 0.2 + hazard.common * z,
                                            l.list.entries[e].effect, t));
            sum -= 0.01 * assay_normal_density(z) * assay_expm1(log_none);
        }
        const double got = assay_street_hazard_fpir(&hazard, 0.2, t);
        assert_true(fabs(got / (0.98 * sum) - 1) < 1e-5);
    }
    assay_arena_end(&l.arena);
}

// --- rates -------------------------------------------------------------------

// Many volunteers: TPIR, and the share found at least once; of each group,
// camera and light too.
static void found_as_often_as_said(void **state)
{
    (void)state;
    assay_simulate_street_options options = plain(11);
    options.volunteers = 900;
    options.others = 0;
    options.passages = 2;
    options.deployments = 5;
    options.hours = 12;
    options.crowd = 0;
    options.watchlist = 900;
    options.filler = 0;
    simulate(&options);
    assert_true(truth("listed") > 8500);
    // 10 passages each, a fifth of the variance their own.
    is_near(truth("found"), truth("listed"), truth("TPIR"), 3);
    assert_true(truth("TPIR_with_failed_enrolments") < truth("TPIR"));
    static const char *const whose[] = {"{\"sex\": \"F\"}", "{\"sex\": \"M\"}",
                                        "\"north\"}",       "\"south\"}",
                                        "\"day\"}",         "\"dusk\"}"};
    for (size_t i = 0; i < 6; i++)
        is_near(number(whose[i], "found"), number(whose[i], "listed"),
                number(whose[i], "TPIR"), 3);
    assert_true(fabs(number("found_within", "share") - truth("TPIR")) < 1e-9);
}

// The public and one list: this_list. Over many deployments.
static void this_list_as_often_as_said(void **state)
{
    (void)state;
    assay_simulate_street_options options = plain(3);
    options.volunteers = options.others = 0;
    options.deployments = 1500;
    options.every = 1;
    options.crowd = 400;
    options.threshold = 4.2;
    options.prevalence = 0;
    simulate(&options);
    const double rate = truth("public_FPIR_this_list");
    const double spread = number("records", "spread_between_deployments");
    // Deployments add spread^2 x rate x passages of each.
    is_near(truth("public_alerted"), truth("public"), rate,
            1 + spread * spread * rate * 400);
    assert_true(truth("public_wrong_alerts") > truth("public_alerted"));
    assert_true(fabs(rate / truth("public_FPIR") - 1) > 0.005);
}

// What was seen and what was to be expected, street after street: the sum of
// the differences is compared with their own spread.
typedef struct differences {
    double sum, squares, expected;
} differences;

static void add(differences *d, double events, double trials, double rate)
{
    const double difference = events - trials * rate;
    d->sum += difference;
    d->squares += difference * difference;
    d->expected += trials * rate;
}

static void is_as_said(const differences *d)
{
    if (!(d->expected > 200 && d->sum * d->sum <= 16 * d->squares))
        fail_msg("off by %g of %g, s.e. %g", d->sum, d->expected,
                 sqrt(d->squares));
}

// Many lists: FPIR of volunteers who are not on it, of those who are with their
// own entry set aside, of the public; and alerts a passage.
static void such_lists_as_often_as_said(void **state)
{
    (void)state;
    differences others = {0}, own = {0}, crowd = {0}, alerts = {0};
    for (uint64_t seed = 1; seed <= 150; seed++) {
        assay_simulate_street_options options = plain(seed);
        options.deployments = 3;
        options.volunteers = 20;
        options.others = 20;
        options.late = seed % 2 ? 0.5 : 0;
        options.watchlist = 120;
        options.filler = 50;
        options.threshold = 3.4;
        options.groups.count = 0;
        options.lights.count = 0;
        options.crowd = 500;
        simulate(&options);
        add(&others, truth("not_listed_alerted"), truth("not_listed"),
            truth("FPIR"));
        add(&own, truth("own_entry_set_aside"), truth("listed"),
            number("\"rates\"", "own_entry_set_aside"));
        add(&crowd, truth("public_alerted"), truth("public"),
            truth("public_FPIR"));
        add(&alerts, truth("public_wrong_alerts"), truth("public"),
            number("\"rates\"", "public_wrong_alerts"));
    }
    is_as_said(&others);
    is_as_said(&own);
    is_as_said(&crowd);
    is_as_said(&alerts);
}

// A log of best candidates hides alerts behind the own entry, and own entries
// behind others.
static void best_candidates_as_often_as_said(void **state)
{
    (void)state;
    differences found = {0}, own = {0};
    for (uint64_t seed = 1; seed <= 40; seed++) {
        assay_simulate_street_options options = plain(seed);
        options.deployments = 3;
        options.volunteers = 100;
        options.others = 0;
        options.crowd = 0;
        options.watchlist = 600;
        options.threshold = 3.2;
        options.mated_mean = 3.6;
        options.groups.count = options.lights.count = 0;
        options.best_only = true;
        options.late = 0.3;
        simulate(&options);
        const double tpir = number("best_candidate_log", "TPIR");
        assert_true(tpir < 0.98 * truth("TPIR"));
        add(&found, truth("found"), truth("listed"), tpir);
        add(&own, truth("own_entry_set_aside"), truth("listed"),
            number("best_candidate_log", "own_entry_set_aside"));
    }
    is_as_said(&found);
    is_as_said(&own);
}

// Records: between deployments the rates differ by as much as said; the faces
// of a passage are as many, before the counter changes and after.
static void records_differ_as_said(void **state)
{
    (void)state;
    assay_simulate_street_options options = plain(8);
    options.volunteers = options.others = 0;
    options.deployments = 400;
    options.every = 1;
    options.crowd = 2000;
    options.crowd_spread = 0;
    options.threshold = 4;
    options.deployment_effect = 0.03;
    options.counter_change = "2024-06-01:4.5";
    options.unverified = 0;
    simulate(&options);
    const double expected = number("records", "spread_between_deployments");
    double n = 0, sum = 0, squares = 0, faces[2] = {0}, passages[2] = {0};
    for (const char *at = strstr(bytes, "\"deployments\": [");
         (at = strstr(at, "{\"date\"")); at++) {
        const bool late = strncmp(at + 10, "2024-06-01", 10) >= 0;
        const double wrong = strtod(strstr(at, "\"false\": ") + 9, NULL);
        const double passed = strtod(strstr(at, "\"passages\": ") + 12, NULL);
        faces[late] += strtod(strstr(at, "\"faces\": ") + 9, NULL);
        passages[late] += passed;
        n++;
        sum += wrong / passed;
        squares += (wrong * wrong - wrong) / (passed * passed);
    }
    const double mean = sum / n, spread = sqrt(squares / n / mean / mean - 1);
    assert_true(n == 400);
    assert_true(fabs(spread / expected - 1) < 0.25);
    assert_true(fabs(faces[0] / passages[0] - 1.5) < 0.005);
    assert_true(fabs(faces[1] / passages[1] - 6.75) < 0.005);
}

// --- times -------------------------------------------------------------------

static void days_of_the_calendar(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t day;
    } all[] = {{"1971-01-01", 365},   {"2000-02-29", 11016},
               {"2000-03-01", 11017}, {"2024-01-09", 19731},
               {"2024-12-31", 20088}, {"2999-12-31", 376199}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_output *output = NULL;
        int64_t day = 0;
        assert_true(assay_street_day_parse(assay_slice_of(all[i].text), &day));
        assert_int_equal(day, all[i].day);
        assert_int_equal(
            assay_output_open(path_of("truth.json"), &output, &err), ASSAY_OK);
        assay_street_put_day(output, day);
        assay_street_put_time(output, day * ASSAY_STREET_DAY_MS + 86399007);
        assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
        assert_int_equal(read_file("truth.json"), 34);
        assert_memory_equal(bytes, all[i].text, 10);
        assert_memory_equal(bytes + 10, all[i].text, 10);
        assert_string_equal(bytes + 20, "T23:59:59.007Z");
    }
    int64_t day = 0;
    static const char *const none[] = {"1970-12-31", "3000-01-01", "2024-01",
                                       "2024-02-30", "2024",       ""};
    for (size_t i = 0; i < 6; i++)
        assert_false(assay_street_day_parse(assay_slice_of(none[i]), &day));
}

// --- what can't be -----------------------------------------------------------

static void refused(const assay_simulate_street_options *options,
                    const char *why)
{
    char *text = NULL;
    assert_int_equal(assay_simulate_street(options, &text, &err), ASSAY_EUSAGE);
    assert_null(text);
    if (!strstr(err.reason, why)) fail_msg("%s", err.reason);
    for (size_t i = 0; i < FILES; i++)
        assert_int_not_equal(access(path_of(files[i]), F_OK), 0);
}

#define REFUSED(change, why)                                                   \
    do {                                                                       \
        assay_simulate_street_options o = plain(1);                            \
        change;                                                                \
        refused(&o, why);                                                      \
    } while (0)

static void options_that_make_no_sense(void **state)
{
    (void)state;
    const double nan = (double)NAN;
    REFUSED(o.directory = NULL, "nowhere to write");
    REFUSED(o.deployments = 0, "0 deployments");
    REFUSED(o.every = 0, "0 days between");
    REFUSED((o.every = 365, o.deployments = 10000), "after the year 9999");
    REFUSED(o.hours = nan, "hours a deployment");
    REFUSED(o.start = "9 January", "9 January is no day");
    REFUSED(o.start = NULL, "is no day");
    REFUSED(o.counter_change = "2024-05-01", "counter change");
    REFUSED(o.counter_change = "2024-05-01:0", "counter change");
    REFUSED(o.cameras.count = 0, "no camera");
    REFUSED(o.attribute = "subject_id", "the attribute");
    REFUSED(o.volunteers = 2000000, "volunteers: name up to");
    REFUSED(o.passages = 0, "0 passages");
    REFUSED(o.volunteers = o.others = o.crowd = 0, "nobody walks past");
    REFUSED(o.crowd = UINT64_MAX, "a crowd of");
    REFUSED(o.crowd_spread = -1, "the spread of the crowd");
    REFUSED(o.attendance = 0, "attendance");
    REFUSED(o.watchlist = 0, "a watchlist of 0");
    REFUSED(o.watchlist = 500, "do not fit a watchlist");
    REFUSED(o.filler = 960, "no entry is operational");
    REFUSED(o.prevalence = 1.5, "prevalence: name 0 to 1");
    REFUSED(o.late = -1, "come late: name 0 to 1");
    REFUSED(o.unverified = nan, "never verified: name 0 to 1");
    REFUSED(o.operator_effect = 1, "operators");
    REFUSED(o.counters = 3, "counters");
    REFUSED(o.faces_per_person = 0, "faces counted");
    REFUSED(o.repeats = -1, "further rows");
    REFUSED(o.latency = 0, "latency");
    REFUSED(o.clock_offset = nan, "clocks");
    REFUSED(o.probe_effect = 0.9, "take up all of the variance");
    REFUSED(o.mated_effect = -0.1, "share of the variance");
    REFUSED(o.mated_mean = INFINITY, "mated mean");
    REFUSED(o.threshold = 31, "threshold and logging floor");
    REFUSED(o.floor = 5, "threshold and logging floor");
    REFUSED(o.floor = 0.5, "not above the scores of strangers");
    REFUSED(o.floor = 1, "candidates on average");
    REFUSED(o.threshold = nan, "threshold and logging floor");
    REFUSED(o.passages = 1000, "cannot pass 1000 times");
    static const char *const many[] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                       "i", "j", "k", "l", "m", "n", "o", "p"};
    const assay_texts sixteen = {many, 16};
    REFUSED(o.cameras = o.lights = o.groups = sixteen, "combinations");
}

static bool stop(void *context, const char *stage, uint64_t done,
                 uint64_t total)
{
    (void)stage;
    (void)total;
    *(uint64_t *)context = done;
    return done < 300;
}

static void stopped_leaves_nothing(void **state)
{
    (void)state;
    assay_simulate_street_options options = plain(1);
    uint64_t done = 0;
    char *text = NULL;
    options.crowd = 100000;
    options.watch = (assay_watch){&done, stop};
    assert_int_equal(assay_simulate_street(&options, &text, &err),
                     ASSAY_ESTOPPED);
    assert_null(text);
    assert_true(done >= 300);
    for (size_t i = 0; i < FILES; i++)
        assert_int_not_equal(access(path_of(files[i]), F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_seed_same_bytes, make_folder,
                                        drop_folder),
        cmocka_unit_test(entries_as_if_all_were_compared),
        cmocka_unit_test(hazard_is_that_of_the_entries),
        cmocka_unit_test_setup_teardown(found_as_often_as_said, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(this_list_as_often_as_said, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(such_lists_as_often_as_said,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(best_candidates_as_often_as_said,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(records_differ_as_said, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(days_of_the_calendar, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(options_that_make_no_sense, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(stopped_leaves_nothing, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
