// SPDX-License-Identifier: Apache-2.0
// What people write into records of deployments, and what is made of it.
#include "base/days.h"
#include "read/deployed_files.h"
#include "read/deployed_heading.h"
#include "read/deployed_value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static assay_error err;

static void counts_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t least, most;
        bool about;
    } good[] = {
        {"0", 0, 0, false},
        {"8600", 8600, 8600, false},
        {"8,600", 8600, 8600, false},
        {"1,234,567", 1234567, 1234567, false},
        {"8 600", 8600, 8600, false},
        {"8'600", 8600, 8600, false},
        {"8\xc2\xa0"
         "600",
         8600, 8600, false},
        {"c. 8,600", 8600, 8600, true},
        {"c.8600", 8600, 8600, true},
        {"circa 20", 20, 20, true},
        {"~35", 35, 35, true},
        {"about 35", 35, 35, true},
        {"c 35", 35, 35, true},
        {"<5", 0, 4, false},
        {"< 5", 0, 4, false},
        {"<=5", 0, 5, false},
        {"fewer than 5", 0, 4, false},
        {"8600.0", 8600, 8600, false},
        {"", -1, -1, false},
        {"N/A", -1, -1, false},
        {"n/k", -1, -1, false},
        {"*", -1, -1, false},
        {"-", -1, -1, false},
        {"Not known", -1, -1, false},
        {" 12 ", 12, 12, false},
    };
    static const char *const bad[] = {"-1",
                                      "8.5",
                                      "8.600",
                                      "8,60",
                                      "12345,678",
                                      "81%",
                                      "<0",
                                      "five",
                                      "1e3",
                                      "5-10",
                                      "20+",
                                      "1,,000",
                                      "9999999999999999999",
                                      "<",
                                      "\u22123"};
    assay_known count;
    assay_count_mark mark = ASSAY_COUNT_PLAIN;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_null(assay_deployed_count_of(assay_slice_of(good[i].text),
                                            &count, &mark));
        assert_int_equal(count.least, good[i].least);
        assert_int_equal(count.most, good[i].most);
        assert_int_equal(mark == ASSAY_COUNT_ABOUT, good[i].about);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(
            assay_deployed_count_of(assay_slice_of(bad[i]), &count, &mark));
}

static void counts_with_footnotes(void **state)
{
    (void)state;
    static const char *const noted[] = {
        "61*",         "61 **",  "61 (see note 2)", "61 (a)",
        "61[1]",       "61 [b]", "61\u2020",        "61\u00b9",
        "61 (Note 3)", "61#",    "61*\u2020"};
    static const char *const bad[] = {"61 (2)", "61 (12 more)", "*61",
                                      "(a)",    "61 (see",      "61)",
                                      "[1]",    "61 *5"};
    assay_known count;
    assay_count_mark mark = ASSAY_COUNT_PLAIN;
    for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) {
        const char *why =
            assay_deployed_count_of(assay_slice_of(noted[i]), &count, &mark);
        if (why || count.least != 61 || mark != ASSAY_COUNT_NOTED)
            fail_msg("%s: %s", noted[i], why ? why : "?");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!assay_deployed_count_of(assay_slice_of(bad[i]), &count, &mark))
            fail_msg("%s was read", bad[i]);
    assert_null(assay_deployed_count_of(assay_slice_of("TBC"), &count, &mark));
    assert_int_equal(count.least, -1);
    assert_non_null(
        strstr(assay_deployed_count_of(assay_slice_of("Nil"), &count, &mark),
               "write 0"));
}

static void dates_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        assay_when when;
        const char *first, *last;
    } all[] = {
        {"2018", ASSAY_WHEN_YEAR, "2018-01-01", "2018-12-31"},
        {"2024-02", ASSAY_WHEN_MONTH, "2024-02-01", "2024-02-29"},
        {"2018-06-28", ASSAY_WHEN_DAY, "2018-06-28", "2018-06-28"},
        {"2018-06-28T10:15", ASSAY_WHEN_DAY, "2018-06-28", "2018-06-28"},
        {"28/06/18", ASSAY_WHEN_DAY, "2018-06-28", "2018-06-28"},
        {"8/6/2018", ASSAY_WHEN_DAY, "2018-06-08", "2018-06-08"},
        {"28.06.2018", ASSAY_WHEN_DAY, "2018-06-28", "2018-06-28"},
        {"2017-05-31/2017-06-03", ASSAY_WHEN_DAYS, "2017-05-31", "2017-06-03"},
        {"2017/2018-03", ASSAY_WHEN_DAYS, "2017-01-01", "2018-03-31"},
        {"12th May 2024", ASSAY_WHEN_DAY, "2024-05-12", "2024-05-12"},
        {"Sat 8 June 2024", ASSAY_WHEN_DAY, "2024-06-08", "2024-06-08"},
        {"Saturday, 8th of Sept 24", ASSAY_WHEN_DAY, "2024-09-08",
         "2024-09-08"},
        {"28-Jun-18", ASSAY_WHEN_DAY, "2018-06-28", "2018-06-28"},
        {"May 12th, 2024", ASSAY_WHEN_DAY, "2024-05-12", "2024-05-12"},
        {"12/05/2024 00:00", ASSAY_WHEN_DAY, "2024-05-12", "2024-05-12"},
        {"12/05/2024 10:00:30", ASSAY_WHEN_DAY, "2024-05-12", "2024-05-12"},
        {"May 2024", ASSAY_WHEN_MONTH, "2024-05-01", "2024-05-31"},
        {"June-24", ASSAY_WHEN_MONTH, "2024-06-01", "2024-06-30"},
        {"5 & 6 June 2023", ASSAY_WHEN_DAYS, "2023-06-05", "2023-06-06"},
        {"5th, 6th and 7th June 2023", ASSAY_WHEN_DAYS, "2023-06-05",
         "2023-06-07"},
        {"30 May \xe2\x80\x93 2 June 2024", ASSAY_WHEN_DAYS, "2024-05-30",
         "2024-06-02"},
        {"31/12/2023 - 01/01/2024", ASSAY_WHEN_DAYS, "2023-12-31",
         "2024-01-01"},
        {"12-13/05/2024", ASSAY_WHEN_DAYS, "2024-05-12", "2024-05-13"},
        {"May to June 2024", ASSAY_WHEN_DAYS, "2024-05-01", "2024-06-30"},
        {"2017-05-31 - 2017-06-03", ASSAY_WHEN_DAYS, "2017-05-31",
         "2017-06-03"},
    };
    static const char *const none[] = {"2024 summer",
                                       "06/28/18",
                                       "31/02/24",
                                       "2023-02-29",
                                       "",
                                       "45301",
                                       "28/06",
                                       "28/06/018",
                                       "2018-06-03/2018-06-01",
                                       "28-06/2018",
                                       "2018-13-01",
                                       "0000",
                                       "May",
                                       "12 May",
                                       "32 May 2024",
                                       "6 & 5 June 2023",
                                       "12th Mayo 2024",
                                       "31 June 2024",
                                       "5 & June",
                                       "12 May 2024 2",
                                       "& 6 June 2023",
                                       "12/05/2024 noon"};
    char text[ASSAY_DAYS_TEXT];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const assay_deployed_date date =
            assay_deployed_date_of(assay_slice_of(all[i].text));
        assert_int_equal(date.when, all[i].when);
        assert_string_equal(assay_days_text(date.first, text), all[i].first);
        assert_string_equal(assay_days_text(date.last, text), all[i].last);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(assay_deployed_date_of(assay_slice_of(none[i])).when,
                         ASSAY_WHEN_NONE);
}

static void days_count_on(void **state)
{
    (void)state;
    char text[ASSAY_DAYS_TEXT];
    int64_t day = assay_days_of(0, 1, 1);
    assert_int_equal(assay_days_of(1970, 1, 1), 0);
    assert_int_equal(assay_days_of(2000, 3, 1), 11017);
    for (int y = 0; y <= 2400; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= assay_days_in_month(y, m); d++, day++) {
                char want[32];
                if (d > 2 && d < 27) continue;
                (void)snprintf(want, sizeof want, "%04d-%02d-%02d", y, m, d);
                assert_int_equal(assay_days_of(y, m, d), day);
                assert_string_equal(assay_days_text(day, text), want);
            }
    assert_string_equal(assay_days_text(assay_days_of(9999, 12, 31) + 1, text),
                        "");
    assert_string_equal(assay_days_text(INT64_MIN, text), "");
}

static void durations_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } all[] = {
        {"5h03m", 18180},
        {"4hr 47m", 17220},
        {"1h 34m", 5640},
        {"5h40", 20400},
        {"5h40       ", 20400},
        {"8h0m", 28800},
        {"4:47", 17220},
        {"4:47:30", 17250},
        {"47 min", 2820},
        {"4.5", 16200},
        {"4", 14400},
        {"4 hours", 14400},
        {"4 hrs, 5 mins", 14700},
        {"90 minutes", 5400},
        {"4.5h", 16200},
        {"10:00 \u2013 15:30", 19800},
        {"1000-1530", 19800},
        {"10am to 3.30pm", 19800},
        {"22:00-02:00 hours", 14400},
        {"12pm - 12.30 pm", 1800},
        {"", -1},
        {"10 - 3pm", -1},
        {"10:00 - 10:00", -1},
        {"10:00 - 25:00", -1},
        {"13pm to 14pm", -1},
        {"10:00-15:00-16:00", -1},
        {"all day", -1},
        {"5h-3m", -1},
        {"5m 3h", -1},
        {"4:75", -1},
        {"5x", -1},
        {"-4", -1},
        {"N/A", -1},
        {"5h 3h", -1},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (assay_deployed_duration_of(assay_slice_of(all[i].text)) !=
            all[i].seconds)
            fail_msg("%s: %lld", all[i].text,
                     (long long)assay_deployed_duration_of(
                         assay_slice_of(all[i].text)));
}

static void rates_and_numbers(void **state)
{
    (void)state;
    const assay_printed_rate a =
        assay_deployed_rate_of(assay_slice_of("0.08%"));
    const assay_printed_rate b = assay_deployed_rate_of(assay_slice_of("0 %"));
    assert_true(fabs(a.value - 0.0008) < 1e-15 &&
                fabs(a.step - 0.0001) < 1e-15);
    assert_true(b.value == 0 && fabs(b.step - 0.01) < 1e-15);
    assert_true(isnan(assay_deployed_rate_of(assay_slice_of("N/A")).value));
    assert_true(isnan(assay_deployed_rate_of(assay_slice_of("%")).value));
    assert_true(assay_deployed_number_of(assay_slice_of("0,64")) == 0.64);
    assert_true(assay_deployed_number_of(assay_slice_of("0.64")) == 0.64);
    assert_true(isnan(assay_deployed_number_of(assay_slice_of("1,2,3"))));
    assert_true(isnan(assay_deployed_number_of(assay_slice_of(""))));
}

static void headings_of_others(void **state)
{
    (void)state;
    assert_string_equal(assay_deployed_guess("Faces Seen"), "faces_seen");
    assert_string_equal(assay_deployed_guess("No. of alerts"), "alerts");
    assert_null(assay_deployed_guess("alerts"));
    assert_null(assay_deployed_guess("notes"));
}

static char path[2][64];

static const char *file_of(int which, const char *text)
{
    (void)snprintf(path[which], sizeof path[which], "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path[which]);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
    return path[which];
}

static int drop_files(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        if (path[i][0]) (void)unlink(path[i]);
        path[i][0] = '\0';
    }
    return 0;
}

// What is asked of one or two files.
typedef struct asked {
    const char *text[2];
    const char *where[2];
    const char *by[2];
    const assay_pair *columns;
    size_t column_count;
} asked;

static size_t count_of(const char *const texts[2])
{
    return (size_t)((texts[0] != NULL) + (texts[1] != NULL));
}

static assay_status read_asked(const asked *a, assay_deployments_file **out)
{
    const char *files[2];
    const assay_read_options options = {
        .threads = 1, .columns = {a->columns, a->column_count}};
    for (int i = 0; i < 2; i++)
        if (a->text[i]) files[i] = file_of(i, a->text[i]);
    const assay_deployments_wanted wanted = {{files, count_of(a->text)},
                                             {a->by, count_of(a->by)},
                                             {a->where, count_of(a->where)}};
    return assay_deployments_read(&wanted, &options, out, &err);
}

static const assay_deployed_record *good(const asked *a,
                                         assay_deployments_file **out)
{
    if (read_asked(a, out) != ASSAY_OK) fail_msg("%s", err.reason);
    return assay_deployments_record(*out);
}

static void refused(const char *text, uint64_t line, const char *why)
{
    assay_deployments_file *files = NULL;
    const asked a = {.text = {text}};
    assert_int_not_equal(read_asked(&a, &files), ASSAY_OK);
    assert_null(files);
    if (!strstr(err.reason, why) || err.line != line)
        fail_msg("line %d: %s", (int)err.line, err.reason);
    (void)drop_files(NULL);
}

static const char grid[] =
    "row_id,date,location,duration,alerts,true_alerts,false_alerts,faces_seen,"
    "notes\n"
    "a,2024-03-01,Market,4h,5,4,1,\"1,200\",x\n"
    "b,02/02/24,Station,5h30m,<5,n/k,0,c. 900,\n"
    "c,2023,Stadium,long,2,2,0,N/A,\n"
    "d,last spring,Arena,,1,1,0,10,\n"
    ",,,,,,,,\n"
    "Total,,,,13,7,1,2110,\n";

static void a_table_in_order(void **state)
{
    (void)state;
    assay_deployments_file *files = NULL;
    const asked a = {.text = {grid}};
    const assay_deployed_record *r = good(&a, &files);
    static const char *const order[] = {"c", "b", "a", "d"};
    assert_int_equal(r->rows.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(r->rows.rows[i].row, order[i]);
    const assay_deployed *b = &r->rows.rows[1];
    assert_int_equal(b->counts[ASSAY_DEPLOYED_ALERTS].least, 0);
    assert_int_equal(b->counts[ASSAY_DEPLOYED_ALERTS].most, 4);
    assert_int_equal(b->counts[ASSAY_DEPLOYED_TRUE].least, -1);
    assert_int_equal(b->counts[ASSAY_DEPLOYED_FACES].least, 900);
    assert_int_equal(b->counts[ASSAY_DEPLOYED_DEPLOYMENTS].least, 1);
    assert_int_equal(b->seconds, 19800);
    assert_int_equal(b->line, 3);
    assert_true(r->rows.has[ASSAY_DEPLOYED_FACES]);
    assert_false(r->rows.has[ASSAY_DEPLOYED_ARRESTS]);
    // A count as "about", a duration, a date, and the totals.
    static const assay_remark_kind kinds[] = {
        ASSAY_REMARK_ABOUT, ASSAY_REMARK_DURATION, ASSAY_REMARK_DATE,
        ASSAY_REMARK_TOTALS};
    assert_int_equal(r->remark_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(r->remarks[i].kind, kinds[i]);
    assay_deployments_free(files);
}

static void conditions_and_labels(void **state)
{
    (void)state;
    static const struct {
        const char *where;
        size_t count;
    } all[] = {{"date=2024", 2},     {"year=2023", 1},
               {"month=2024-02", 1}, {"date>=2024-02-03", 1},
               {"alerts>1", 2},      {"notes=x", 1},
               {"location~sta", 2},  {"faces_seen>1000", 1}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_deployments_file *files = NULL;
        const asked a = {
            .text = {grid}, .where = {all[i].where}, .by = {"year", "notes"}};
        const assay_deployed_record *r = good(&a, &files);
        if (r->rows.count != all[i].count)
            fail_msg("%s: %zu", all[i].where, r->rows.count);
        assert_int_equal(r->rows.left_out, 4 - all[i].count);
        assert_int_equal(r->rows.label_count, 2);
        assert_string_equal(r->rows.rows[0].labels[0].attribute, "year");
        assay_deployments_free(files);
        (void)drop_files(NULL);
    }
}

static void a_date_of_days_lies_whole_in_a_condition(void **state)
{
    (void)state;
    static const char table[] = "date,alerts\n"
                                "2017-05-31/2017-06-03,5\n"
                                "2017-12-30/2018-01-02,6\n";
    static const struct {
        const char *where;
        size_t count;
    } all[] = {{"date=2017", 1}, {"date>=2017", 2}, {"date<2018", 1}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_deployments_file *files = NULL;
        const asked a = {.text = {table}, .where = {all[i].where}};
        assert_int_equal(good(&a, &files)->rows.count, all[i].count);
        assay_deployments_free(files);
        (void)drop_files(NULL);
    }
}

static void files_are_read_as_one(void **state)
{
    (void)state;
    static const char other[] = "event;Alarms;date\r\nFair;3;05.06.2019\r\n";
    static const assay_pair columns[] = {{"alerts", "Alarms"}};
    assay_deployments_file *files = NULL;
    char text[512];
    (void)snprintf(text, sizeof text, "\xef\xbb\xbf%s", other);
    const asked a = {
        .text = {text, grid}, .columns = columns, .column_count = 1};
    const assay_deployed_record *r = good(&a, &files);
    assert_int_equal(r->rows.count, 5);
    assert_int_equal(r->file_count, 2);
    assert_string_equal(r->rows.rows[0].place, "Fair");
    assert_int_equal(r->rows.rows[0].counts[ASSAY_DEPLOYED_ALERTS].least, 3);
    assert_int_equal(r->rows.rows[0].counts[ASSAY_DEPLOYED_FACES].least, -1);
    assay_deployments_free(files);
}

// One record given twice counts once; what differs in a count is kept, and so
// are two rows alike that one file has.
static void rows_of_two_files(void **state)
{
    (void)state;
    assay_deployments_file *files = NULL;
    const asked a = {.text = {"date,location,alerts,faces_seen\n"
                              "2024-01-01,A,3,100\n2024-01-02,B,2,200\n"
                              "2024-01-03,C,0,50\n2024-01-03,C,0,50\n",
                              "faces_seen,date,location,alerts,notes\n"
                              "200,02/01/24,B,2,again\n"
                              "101,2024-01-01,A,3,other\n"
                              "50,2024-01-03,C,0,once\n"
                              ",,D,5,no date\n"}};
    const assay_deployed_record *r = good(&a, &files);
    assert_int_equal(r->rows.count, 6);
    assert_int_equal(r->rows.left_out, 2);
    size_t repeats = 0;
    for (size_t i = 0; i < r->remark_count; i++)
        repeats += r->remarks[i].kind == ASSAY_REMARK_REPEAT;
    assert_int_equal(repeats, 2);
    assay_deployments_free(files);
}

// Of a date alone two places may say the same.
static void rows_that_cannot_be_told_apart(void **state)
{
    (void)state;
    assay_deployments_file *files = NULL;
    const asked a = {.text = {"date,alerts,false_alerts\n2024-01-01,0,0\n"
                              "2024-01-02,9,4\n",
                              "date,alerts,false_alerts\n2024-01-01,0,0\n"
                              "2024-01-02,9,4\n"}};
    const assay_deployed_record *r = good(&a, &files);
    assert_int_equal(r->rows.count, 3);
    assay_deployments_free(files);
}

static void totals_without_a_name(void **state)
{
    (void)state;
    assay_deployments_file *files = NULL;
    const asked a = {.text = {"date,alerts,false_alerts\n2024-01-01,5,1\n"
                              "2024-01-02,6,2\n,11,3\n"}};
    const asked b = {.text = {"date,alerts,false_alerts\n2024-01-01,5,1\n"
                              "2024-01-02,6,2\n,12,3\n"}};
    assert_int_equal(good(&a, &files)->rows.count, 2);
    assay_deployments_free(files);
    (void)drop_files(NULL);
    assert_int_equal(good(&b, &files)->rows.count, 3);
    assay_deployments_free(files);
}

static void what_is_refused(void **state)
{
    (void)state;
    refused("date,alerts\n2024-01-01,-3\n", 2, "not below 0");
    refused("date,alerts\n2024-01-01,3\n2024-01-02,2.5\n", 3, "whole number");
    refused("date,alerts\n2024-01-01,81%\n", 2, "percentage");
    refused("date,True alerts,\n,Confirmed,Unconfirmed\n", 1,
            "--column 'true_alerts=True alerts'");
    refused("date,alerts,\n,Confirmed,Unconfirmed\n", 2, "header");
    refused("date,alerts,alerts\n", 1, "two columns");
    refused("Deployments of 2024,,\ndate,place,alerts\n", 1, "title");
    refused("Date,Faces seen,Number of alerts\n1,2,3\n", 1,
            "--column 'date=Date' --column 'faces_seen=Faces seen' --column "
            "'alerts=Number of alerts'");
    refused("a,b\n1,2\n", 1, "no column of counts");
    refused("PK\x03\x04xxxx", 1, "save the sheet as CSV");
    refused("%PDF-1.4", 1, "PDF");
    refused("date,alerts\n", 1, "without rows");
    refused("{\"x\": 1}", 1, "without an array");
    refused("{\"deployments\": [3]}", 1, "no object");
    refused("{\"deployments\": [\n{\"id\": }]}", 2, "no JSON");
}

static void the_json_of_alhfrs(void **state)
{
    (void)state;
    static const char json[] =
        "{\"schema_version\": 1, \"deployments\": [\n"
        "{\"id\": \"m1\", \"location_name\": \"Market\", \"date_start\": "
        "\"2024-03-01\", \"date_end\": \"2024-03-01\", \"threshold\": 0.64, "
        "\"outcome_faces_scanned\": 1200, \"outcome_alerts\": 5, "
        "\"outcome_true_alerts\": null, \"outcome_false_alerts\": 1},\n"
        "{\"id\": \"m2\", \"date_start\": \"2023-05-01\", \"date_end\": "
        "\"2023-05-03\", \"outcome_alerts\": 2.0, \"watchlist_size\": 900}]}";
    assay_deployments_file *files = NULL;
    const asked a = {.text = {json}, .where = {"threshold!=0.6"}};
    const assay_deployed_record *r = good(&a, &files);
    assert_int_equal(r->rows.count, 2);
    assert_string_equal(r->rows.rows[0].row, "m2");
    assert_int_equal(r->rows.rows[0].when, ASSAY_WHEN_DAYS);
    assert_int_equal(r->rows.rows[0].counts[ASSAY_DEPLOYED_ALERTS].least, 2);
    assert_int_equal(r->rows.rows[0].counts[ASSAY_DEPLOYED_WATCHLIST].least,
                     900);
    assert_int_equal(r->rows.rows[1].counts[ASSAY_DEPLOYED_FACES].least, 1200);
    assert_int_equal(r->rows.rows[1].counts[ASSAY_DEPLOYED_TRUE].least, -1);
    assert_true(r->rows.rows[1].threshold == 0.64);
    assert_string_equal(r->unread, "");
    assay_deployments_free(files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_as_they_are_written),
        cmocka_unit_test(counts_with_footnotes),
        cmocka_unit_test(dates_as_they_are_written),
        cmocka_unit_test(days_count_on),
        cmocka_unit_test(durations_as_they_are_written),
        cmocka_unit_test(rates_and_numbers),
        cmocka_unit_test(headings_of_others),
        cmocka_unit_test_teardown(a_table_in_order, drop_files),
        cmocka_unit_test_teardown(conditions_and_labels, drop_files),
        cmocka_unit_test_teardown(a_date_of_days_lies_whole_in_a_condition,
                                  drop_files),
        cmocka_unit_test_teardown(files_are_read_as_one, drop_files),
        cmocka_unit_test_teardown(rows_of_two_files, drop_files),
        cmocka_unit_test_teardown(rows_that_cannot_be_told_apart, drop_files),
        cmocka_unit_test_teardown(totals_without_a_name, drop_files),
        cmocka_unit_test_teardown(what_is_refused, drop_files),
        cmocka_unit_test_teardown(the_json_of_alhfrs, drop_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
