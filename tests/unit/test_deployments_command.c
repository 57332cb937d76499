// SPDX-License-Identifier: Apache-2.0
// assay deployments on small tables: vectors of docs/statistics.md, bounds,
// checks of the record; and on a simulated record, whose sums and intervals
// were worked out apart (deployments.csv); the records of two forces, where
// they are there.
#include "deployed_help.h"

// What is asked of a file.
typedef struct asked {
    const char *file;
    const char *where[2];
    const char *by;
    const char *faces_per_person;
} asked;

static assay_result *evaluate(const asked *a)
{
    assay_deployments_options options;
    assay_result *result = NULL;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&a->file, 1};
    options.common.where = (assay_texts){
        a->where, (size_t)((a->where[0] != NULL) + (a->where[1] != NULL))};
    if (a->by) options.common.by = (assay_texts){&a->by, 1};
    options.faces_per_person = a->faces_per_person;
    if (assay_deployments_evaluate(&options, &result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    return result;
}

static assay_result *of_table(const char *text)
{
    const asked a = {.file = file_of(text)};
    return evaluate(&a);
}

static void check_interval(const assay_result *result, const char *id,
                           double low, double high, double relative)
{
    const assay_figure *f = find(result, id);
    if (!is_close(f->low, low, relative) || !is_close(f->high, high, relative))
        fail_msg("%s: %.10g to %.10g", id, f->low, f->high);
}

static const assay_warning *warning_of(const assay_result *result,
                                       const char *code)
{
    size_t count = 0;
    const assay_warning *all = assay_result_warnings(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].code, code) == 0) return &all[i];
    return NULL;
}

static void check_warning(const assay_result *result, const char *code,
                          int64_t rows, const char *part)
{
    const assay_warning *w = warning_of(result, code);
    if (!w) {
        fail_msg("no warning %s", code);
        abort();
    }
    if (w->rows != rows || !strstr(w->text, part))
        fail_msg("%s: %lld: %s", code, (long long)w->rows, w->text);
}

static const char *fact_of(const assay_result *result, const char *key)
{
    size_t count = 0;
    const assay_fact *all = assay_result_facts(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].key, key) == 0) return all[i].value;
    return "";
}

// How many of the first `most` sentences in short say `part`.
static size_t said(const assay_result *result, const char *part, size_t most)
{
    size_t count = 0, found = 0;
    const assay_statement *all = assay_result_statements(result, &count);
    for (size_t i = 0; i < count && i < most; i++)
        found += strstr(all[i].text, part) != NULL;
    return found;
}

// T2.1: both are called the false alert rate.
static void vector_2_1(void **state)
{
    (void)state;
    assay_result *r = of_table("date,alerts,true_alerts,false_alerts,"
                               "faces_seen,deployments\n"
                               "2024-09/2025-09,2077,2067,10,3147436,203\n");
    check(r, "false alerts per face counted", 10, 3147436);
    check(r, "false alerts per alert", 10, 2077);
    check(r, "false alerts per deployment", 10, 203);
    assert_true(is_close(find(r, "false alerts per face counted")->value,
                         3.17719e-6, 1e-5));
    check_interval(r, "false alerts per face counted", 1.523587e-6, 5.842956e-6,
                   1e-6);
    check_interval(r, "false alerts per alert", .002311, .008836, 2e-4);
    assert_true(
        is_close(find(r, "true alerts per alert")->value, .995185, 1e-6));
    assay_result_free(r);
}

// T2.2.
static void vector_2_2(void **state)
{
    (void)state;
    assay_result *r = of_table("date,alerts,true_alerts,false_alerts,"
                               "faces_seen\n2025,61,60,1,383356\n");
    check_interval(r, "false alerts per face counted", 6.604e-8, 1.4534e-5,
                   1e-4);
    assay_result_free(r);
    r = of_table("date,false_alerts,faces_seen\n2018,10,44468\n");
    check_interval(r, "false alerts per face counted", 1.0784e-4, 4.1352e-4,
                   1e-4);
    assay_result_free(r);
}

// T2.3: alerts that nobody judged make bounds.
static void vector_2_3(void **state)
{
    (void)state;
    assay_result *r = of_table("event,alerts,true_alerts\nTrials,42,8\n");
    const assay_figure *f = find(r, "true alerts per alert");
    assert_true(is_close(f->bounds[0], 8.0 / 42, 1e-12));
    assert_true(f->bounds[1] == 1 && f->high == 1);
    assert_int_equal(said(r, "19 to 100 were right", 1), 1);
    assay_result_free(r);
    r = of_table("event,alerts,true_alerts,false_alerts\nTrials,42,8,14\n");
    f = find(r, "true alerts per alert");
    assert_true(is_close(f->bounds[0], 8.0 / 42, 1e-12));
    assert_true(is_close(f->bounds[1], 28.0 / 42, 1e-12));
    f = find(r, "false alerts per alert");
    assert_true(is_close(f->bounds[0], 14.0 / 42, 1e-12));
    assert_true(is_close(f->bounds[1], 34.0 / 42, 1e-12));
    assert_true(f->low < f->bounds[0] && f->high > f->bounds[1]);
    check_warning(r, "unverified", 1, "alerts 42, outcomes 22");
    assay_result_free(r);
}

// T2.6 and the exact Poisson intervals of 4.1.
static void vectors_of_counts(void **state)
{
    (void)state;
    static const struct {
        int events;
        double low, high;
    } all[] = {{0, 0, 3.6888794541},
               {1, .0253178080, 5.5716433909},
               {7, 2.8143630515, 14.4226753617},
               {10, 4.7953886961, 18.3903560420},
               {30, 20.2408740214, 42.8268653948}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "date,false_alerts,hours\n,%d,1\n",
                       all[i].events);
        assay_result *r = of_table(text);
        check_interval(r, "false alerts per hour", all[i].low, all[i].high,
                       1e-9);
        assay_result_free(r);
    }
}

// T4.1, Clopper and Pearson.
static void vector_4_1(void **state)
{
    (void)state;
    static const struct {
        int events, trials;
        double low, high;
    } all[] = {{0, 20, 0, .1684334710},
               {1, 29, .0008726469, .1776442955},
               {15, 148, .0578440101, .1616504903},
               {81, 263, .2527367456, .3676219226},
               {10, 3147436, 1.523587e-6, 5.842956e-6},
               {0, 150, 0, .0242925972}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[96];
        (void)snprintf(
            text, sizeof text, "alerts,true_alerts,false_alerts\n%d,%d,%d\n",
            all[i].trials, all[i].trials - all[i].events, all[i].events);
        assay_result *r = of_table(text);
        check(r, "false alerts per alert", all[i].events, all[i].trials);
        check_interval(r, "false alerts per alert", all[i].low, all[i].high,
                       1e-6);
        assay_result_free(r);
    }
}

// Masked counts are never 0, and never dropped.
static void masked_counts(void **state)
{
    (void)state;
    assay_result *r = of_table("date,alerts,true_alerts,false_alerts\n"
                               "2024-01-01,10,9,1\n2024-01-02,20,n/k,<5\n"
                               "2024-01-03,N/A,,2\n");
    const assay_figure *f = find(r, "false alerts per alert");
    assert_int_equal(f->events, -1);
    assert_int_equal(f->trials, 30);
    assert_true(is_close(f->bounds[0], 1.0 / 30, 1e-12));
    assert_true(is_close(f->bounds[1], 5.0 / 30, 1e-12));
    assert_non_null(strstr(f->note, "1 of 3 rows do not say"));
    assert_int_equal(said(r, "that are masked or that nobody judged", 5), 1);
    assay_result_free(r);
}

// Each row's least and most, worked out by hand.
static void what_is_open(void **state)
{
    (void)state;
    static const struct {
        const char *row; // alerts, right, wrong
        double right[2], wrong[2], alerts;
    } all[] = {
        {"20,6,<5", {6, 20}, {0, 14}, 20}, {"7,6,<5", {6, 7}, {0, 1}, 7},
        {"10,<5,3", {0, 7}, {3, 10}, 10},  {"10,4,3", {4, 7}, {3, 6}, 10},
        {"1,2,0", {2, 2}, {0, 0}, 2},      {"9,4,5", {4, 4}, {5, 5}, 9},
        {"3,n/k,<5", {-1, -1}, {0, 3}, 3}, {"9,n/k,2", {-1, -1}, {2, 2}, 9},
        {"9,2,n/k", {2, 9}, {-1, -1}, 9},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        static const char *const names[] = {"true alerts per alert",
                                            "false alerts per alert"};
        const double *const ends[] = {all[i].right, all[i].wrong};
        char text[96];
        (void)snprintf(text, sizeof text,
                       "alerts,true_alerts,false_alerts\n%s\n", all[i].row);
        assay_result *r = of_table(text);
        for (size_t k = 0; k < 2; k++) {
            const assay_figure *f = assay_result_find(r, names[k]);
            assert_int_equal(f != NULL, ends[k][0] >= 0);
            if (!f) continue;
            const double most = isnan(f->bounds[1]) ? f->value : f->bounds[1];
            if (!is_close(f->value, ends[k][0] / all[i].alerts, 1e-12) ||
                !is_close(most, ends[k][1] / all[i].alerts, 1e-12))
                fail_msg("%s: %g to %g", all[i].row, f->value, most);
        }
        assay_result_free(r);
    }
}

static void judged_from_pictures(void **state)
{
    (void)state;
    assay_result *r =
        of_table("date,alerts,true_confirmed,true_unconfirmed,true_alerts,"
                 "false_confirmed,false_unconfirmed,false_alerts\n"
                 "2024-01-01,50,40,5,45,3,2,5\n"
                 "2024-01-02,50,40,5,45,4,1,5\n");
    const assay_figure *f =
        find(r, "false alerts per alert with pictures either way");
    assert_true(f->value == 0.1);
    assert_true(is_close(f->bounds[0], 0.07, 1e-12));
    assert_true(is_close(f->bounds[1], 0.2, 1e-12));
    check_warning(r, "judged_from_pictures", -1, "13 alerts were");
    assay_result_free(r);
}

static void faces_per_person(void **state)
{
    (void)state;
    const asked a = {.file = file_of("date,false_alerts,faces_seen\n"
                                     "2024-01-01,3,1000\n2024-01-02,1,1000\n"),
                     .faces_per_person = "1.5..2.5"};
    assay_result *r = evaluate(&a);
    const assay_figure *f = find(r, "false alerts per person");
    // Bounds of what is possible, and no point between that nobody measured.
    assert_true(isnan(f->value));
    assert_int_equal(f->status, ASSAY_FIGURE_OK);
    assert_true(is_close(f->bounds[0], 0.003, 1e-12));
    assert_true(is_close(f->bounds[1], 0.005, 1e-12));
    assert_true(f->low < 0.003 && f->high > 0.005);
    assert_null(assay_result_find(r, "FPIR"));
    assay_result_free(r);
}

static void checks_of_the_record(void **state)
{
    (void)state;
    assay_result *r = of_table(
        "row_id,date,location,watchlist_size,faces_seen,alerts,true_alerts,"
        "false_alerts,true_confirmed,true_unconfirmed,arrests,"
        "printed_false_alert_rate\n"
        "a,2024-01-01,X,900,5000,900,0,0,0,0,0,0%\n"
        "b,2024-01-02,X,900,3000,5,4,2,3,2,1,0.06%\n"
        "c,2024-01-02,X,900,3100,5,4,1,4,0,9,0.03%\n"
        "d,2024-01-03,Y,900,3000,5,4,1,4,0,1,1%\n"
        "e,2024-01-04,Y,900,c. 3000,4,2,2,2,0,1,50%\n"
        "f,2024-01-05,Z,900,4000,3,3,0,3,0,2,\n"
        "g,2024-01-05,Z,900,4000,3,3,0,3,0,2,\n"
        "h,soon,Z,900,10,20,20,0,20,0,2,\n");
    check_warning(r, "implausible", 3,
                  "a: alerts 900, perhaps the size of the watchlist");
    check_warning(r, "outcomes_differ", 1, "b: alerts 5, outcomes 6");
    check_warning(r, "parts_differ", 1, "b: true alerts 4, parts 5");
    check_warning(r, "unverified", 1, "a: alerts 900, outcomes 0");
    check_warning(r, "printed_rate", 1, "d: 1 % printed, 0.0333 % counted");
    check_warning(r, "duplicate_rows", 1, "f, g: Z");
    check_warning(r, "same_day_and_place", 1, "b, c: X");
    check_warning(r, "no_date", 1, "h: soon");
    check_warning(r, "about", 1, "e: c. 3000");
    assert_non_null(
        strstr(fact_of(r, "checks.implausible"), "c: arrests 9, alerts 5"));
    assert_non_null(strstr(fact_of(r, "checks.implausible"),
                           "h: alerts 20, faces counted 10"));
    assert_null(warning_of(r, "rival_reports"));
    assay_result_free(r);
}

// Columns that slipped, beside an event that had so many alerts.
static void a_watchlist_among_the_alerts(void **state)
{
    (void)state;
    assay_result *r =
        of_table("id,date,watchlist_size,alerts,true_alerts,false_alerts\n"
                 "a,2020-01-01,2,5816,,\n"
                 "b,2020-01-02,2,7316,0,0\n"
                 "c,2022-01-02,9000,8,4,4\n"
                 "d,2022-01-03,9100,7,4,3\n"
                 "e,2022-01-04,9200,9,4,5\nf,2022-01-05,9200,2470,173,2297\n"
                 "g,2022-01-06,9200,90,4,5\nh,2022-01-07,9200,3,1,2\n"
                 "i,2022-01-08,9200,5,4,1\nj,2022-01-09,9200,2,2,0\n");
    check_warning(r, "implausible", 2, "a: alerts 5,816, perhaps");
    assert_null(strstr(fact_of(r, "checks.implausible"), "f:"));
    assay_result_free(r);
}

static void rival_reports(void **state)
{
    (void)state;
    static const char table[] =
        "id,date,event,alerts,true_alerts,false_alerts\n"
        "a,2017-05-31/2017-06-03,Final (one source),2470,173,2297\n"
        "b,2017-05-31/2017-06-03,Final (another),2632,173,2459\n"
        "c,2017-08,Carnival,,,\n"
        "d,2017-08,Carnival,36,1,35\n"
        "e,2017-09-01,Fair,9,5,4\n"
        "f,,Fulcrum (first),15,5,10\n"
        "g,,Fulcrum (second),13,8,5\n";
    assay_result *r = of_table(table);
    check_warning(r, "rival_reports", 1, "b, a: Final");
    check(r, "false alerts per alert", 54, 73);
    assay_result_free(r);
    const asked a = {.file = file_of(table), .where = {"id!=b"}};
    r = evaluate(&a);
    assert_null(warning_of(r, "rival_reports"));
    check(r, "false alerts per alert", 2351, 2543);
    check_warning(r, "dominant_deployment", 1, "a holds 97 of every 100");
    assert_int_equal(said(r, "holds 97 of every 100 alerts", 5), 1);
    assay_result_free(r);
}

static const char *simulated(void)
{
    return ASSAY_TESTS "/data/deployments.csv";
}

static void a_simulated_record(void **state)
{
    (void)state;
    const asked a = {.file = simulated(), .by = "threshold"};
    assay_result *r = evaluate(&a);
    check(r, "false alerts per alert", 15, 333);
    check(r, "false alerts per face counted", 15, 157354);
    check(r, "arrests per alert", 135, 323);
    check(r, "false alerts per alert@group.threshold=0.6", 15, 213);
    check(r, "false alerts per alert@group.threshold=0.64", 0, 120);
    check(r, "false alerts per face counted@group.threshold=0.64", 0, 116094);
    assert_true(find(r, "alerts")->value == 332);
    check_interval(r, "false alerts per alert", 0.022602803242689075,
                   0.08776913626317642, 1e-9);
    check_interval(r, "false alerts per face counted", 4.392201065127807e-05,
                   0.00020688004515707532, 1e-9);
    check_interval(r, "false alerts per hour", 0.034060797869113056,
                   0.13870289593784874, 1e-9);
    check_interval(r, "faces counted per hour", 594.0838003317359,
                   918.5032464666368, 1e-9);
    check_interval(r, "arrests per alert", 0.311403159122418,
                   0.5327612926936215, 1e-9);
    check_interval(r, "false alerts per alert@group.threshold=0.64", 0,
                   0.0302728, 1e-5);
    check_warning(r, "outcomes_differ", 1, "sim-20");
    check_warning(r, "rival_reports", 1, "sim-01, sim-02");
    check_warning(r, "same_day_and_place", 1, "sim-11, sim-51");
    check_warning(r, "printed_rate_cut", 2, "sim-17");
    check_warning(r, "printed_rate", 1, "sim-24");
    check_warning(r, "repeated_column", 1, "no_action: other_disposal");
    assert_int_equal(said(r, "unnoticed is not recorded", 5), 1);
    assert_string_equal(fact_of(r, "period.last"), "2031-10-15");
    assay_result_free(r);
}

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    static const char head[] = "date,location,alerts,true_alerts,"
                               "false_alerts,hours\n";
    static const char *const rows[] = {"2024-01-01,A,10,9,1,2.1\n",
                                       "2024-02-01,B,20,15,5,3.3\n",
                                       "2024-02-01,A,7,7,0,0.7\n"};
    double low[2];
    for (size_t turn = 0; turn < 2; turn++) {
        char text[512];
        (void)snprintf(text, sizeof text, "%s%s%s%s", head, rows[turn ? 2 : 0],
                       rows[1], rows[turn ? 0 : 2]);
        assay_result *r = of_table(text);
        low[turn] = find(r, "false alerts per hour")->low;
        assay_result_free(r);
    }
    assert_memory_equal(&low[0], &low[1], sizeof low[0]);
}

// The rows stand in the result, in order of time.
static void the_rows_are_a_curve(void **state)
{
    (void)state;
    size_t count = 0;
    const asked a = {.file = simulated()};
    assay_result *r = evaluate(&a);
    const assay_curve *c = assay_result_curves(r, &count);
    while (count && strcmp(c->id, "deployments") != 0) c++, count--;
    assert_true(count > 0);
    assert_string_equal(c->id, "deployments");
    assert_int_equal(c->row_count, 49);
    assert_memory_equal(c->note, "sim-03 Market Square | sim-04 Station", 37);
    assert_string_equal(c->columns[1], "first day");
    double wrong = 0;
    for (size_t i = 0; i < c->row_count; i++) {
        const double *row = &c->values[i * c->column_count];
        assert_true(row[0] == (double)i);
        if (i) assert_true(row[1] >= row[1 - (long)c->column_count]);
        for (size_t k = 0; k < c->column_count; k++)
            if (strcmp(c->columns[k], "false alerts") == 0) wrong += row[k];
    }
    assert_true(wrong == 15);
    assay_result_free(r);
}

static void no_line_is_too_wide(void **state)
{
    (void)state;
    static const unsigned widths[] = {60, 80, 132};
    const asked a = {.file = simulated(), .by = "threshold*year"};
    assay_result *r = evaluate(&a);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const assay_summary_options options = {.width = widths[i],
                                               .verbose = true};
        char *text = NULL;
        assert_int_equal(assay_result_summary(r, &options, &text, &err),
                         ASSAY_OK);
        for (const char *line = text; *line;) {
            const size_t n = strcspn(line, "\n");
            // What names an input or a digest stays in one piece.
            if (n > widths[i] && !strstr(line, "BLAKE2b"))
                fail_msg("%u: %.*s", widths[i], (int)n, line);
            line += n + (line[n] != '\0');
        }
        assay_text_free(text);
    }
    assay_result_free(r);
}

static assay_result *real(const char *name, const char *where, const char *and,
                          const char *by)
{
    static char file[1024];
    (void)snprintf(file, sizeof file, "%s/deployments/%s", ASSAY_DATA, name);
    if (access(file, R_OK) != 0) {
        print_message("skipped: %s is not there\n", name);
        skip();
    }
    const asked a = {.file = file, .where = {where, and}, .by = by};
    return evaluate(&a);
}

static void the_met(void **state)
{
    (void)state;
    assay_result *r = real("met.csv", NULL, NULL, NULL);
    check(r, "false alerts per face counted", 39, 1386706);
    assert_non_null(strstr(find(r, "false alerts per face counted")->note,
                           "10 of 221 rows"));
    check_warning(r, "rival_reports", 1, "met-003, met-004");
    assay_result_free(r);
    r = real("met.csv", "location=Oxford Circus", "date<2023", NULL);
    // One more had a fault and no counts.
    assert_true(find(r, "deployments")->value == 6);
    assert_true(find(r, "faces counted")->value == 125786);
    assert_true(find(r, "arrests")->value == 9);
    assay_result_free(r);
    r = real("met.csv", "date=2020-02-27", NULL, NULL);
    check(r, "false alerts per alert", 7, 8);
    check(r, "false alerts per face counted", 7, 8600);
    assert_null(warning_of(r, "printed_rate"));
    assert_null(warning_of(r, "printed_rate_cut"));
    assay_result_free(r);
}

static void the_met_in_2024(void **state)
{
    (void)state;
    assay_result *r = real("met.csv", "date=2024", NULL, "threshold");
    check(r, "false alerts per face counted", 27, 902748);
    check(r, "false alerts per alert", 27, 1287);
    assert_true(find(r, "alerts")->value == 1286);
    check_warning(r, "outcomes_differ", 1, "met-044: alerts 1, outcomes 2");
    check_warning(r, "printed_rate_cut", 10, "met-047");
    check_warning(r, "same_day_and_place", 9, "met-061, met-062");
    check_warning(r, "repeated_column", 1, "no_action: other_disposal");
    // 24 to 63 and 0 to 6 in 1,000 before and after July.
    assay_result_free(r);
    r = real("met.csv", "date=2024", "date<=2024-07-23", NULL);
    check(r, "false alerts per alert", 27, 688);
    check(r, "false alerts per face counted", 27, 181443);
    assert_true(find(r, "deployments")->value == 99);
    assert_true(is_close(find(r, "hours")->value, 523.6, 1e-4));
    check_interval(r, "false alerts per alert", 0.0243, 0.0628, 2e-3);
    assay_result_free(r);
    r = real("met.csv", "date=2024", "date>=2024-07-25", NULL);
    check(r, "false alerts per alert", 0, 599);
    check(r, "false alerts per face counted", 0, 721305);
    assert_true(find(r, "deployments")->value == 81);
    check_interval(r, "false alerts per alert", 0, 0.006139, 1e-3);
    assay_result_free(r);
    r = real("met.csv", "row_id>=met-044", "row_id<=met-116", NULL);
    assert_true(find(r, "deployments")->value == 73);
    assert_true(find(r, "faces counted")->value == 146157);
    assert_true(find(r, "arrests")->value == 209);
    assay_result_free(r);
}

static void south_wales(void **state)
{
    (void)state;
    assay_result *r = real("swp.csv", "row_id<=swp-15", NULL, NULL);
    check(r, "false alerts per alert", 2451, 2685);
    check_warning(r, "dominant_deployment", 1, "swp-01 holds 92 of every 100");
    assay_result_free(r);
    r = real("swp.csv", "row_id=swp-01", NULL, NULL);
    check(r, "false alerts per alert", 2297, 2470);
    assay_result_free(r);
    r = real("swp.csv", NULL, NULL, NULL);
    check_warning(r, "rival_reports", 1, "swp-16");
    check_warning(r, "no_date", 1, "swp-23: 2024 summer");
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(vector_2_1, drop_file),
        cmocka_unit_test_teardown(vector_2_2, drop_file),
        cmocka_unit_test_teardown(vector_2_3, drop_file),
        cmocka_unit_test_teardown(vectors_of_counts, drop_file),
        cmocka_unit_test_teardown(vector_4_1, drop_file),
        cmocka_unit_test_teardown(masked_counts, drop_file),
        cmocka_unit_test_teardown(what_is_open, drop_file),
        cmocka_unit_test_teardown(judged_from_pictures, drop_file),
        cmocka_unit_test_teardown(faces_per_person, drop_file),
        cmocka_unit_test_teardown(checks_of_the_record, drop_file),
        cmocka_unit_test_teardown(a_watchlist_among_the_alerts, drop_file),
        cmocka_unit_test_teardown(rival_reports, drop_file),
        cmocka_unit_test(a_simulated_record),
        cmocka_unit_test_teardown(the_order_of_rows_changes_nothing, drop_file),
        cmocka_unit_test(the_rows_are_a_curve),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(the_met),
        cmocka_unit_test(the_met_in_2024),
        cmocka_unit_test(south_wales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
