// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include <math.h>

static const assay_read_options plain = {.threads = 1};

static assay_status read_text_with(const char *text,
                                   const assay_read_options *options)
{
    assay_reader *reader = NULL;
    assay_status status =
        assay_reader_open(help_text(text), options, &intake, &reader, &err);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

static assay_status read_text(const char *text)
{
    return read_text_with(text, &plain);
}

static void equal_ids_are_mated(void **state)
{
    (void)state;
    assert_int_equal(read_text(",a,b\na,0.5,0.25\n\"b\",-0,1e-3\nc,7,inf"),
                     ASSAY_OK);
    assert_int_equal(rows.count, 6);
    assert_int_equal(rows.first_line, 2);
    const uint8_t flags[] = {1, 0, 0, 1, 0, 0};
    assert_memory_equal(rows.flags, flags, sizeof flags);
    assert_true(rows.score[1] == 0.25f && rows.score[5] == INFINITY);
    assert_false(signbit(rows.score[2]));
    assert_string_equal(help_subject(rows.probe[4]), "c");
    assert_string_equal(help_subject(rows.reference[5]), "b");
}

static void spellings_of_the_same_matrix(void **state)
{
    static const char *const texts[] = {
        "File,a,b\na,1,2\n",     "\xef\xbb\xbf,a,b\r\na,1,2\r\n",
        "\ta\tb\na\t1\t2\n\n",   ";\"a\";\"b\"\n\"a\";1;2",
        "\"\",a,b\n a , 1 , 2 ",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read_text(texts[i]), ASSAY_OK);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.flags[0], ASSAY_ROW_MATED);
        assert_int_equal(rows.flags[1], 0);
        assert_true(rows.score[1] == 2.0f);
        help_teardown(state);
        help_setup(state);
    }
}

static void failures_in_a_matrix(void **state)
{
    (void)state;
    const char *const failed[] = {"-1", "nan"};
    assay_read_options options = plain;
    options.failed = (assay_texts){failed, 2};
    assert_int_equal(read_text_with(",a,b\na,,-1\nb,nan,3\n", &options),
                     ASSAY_OK);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[1], ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[2], ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[3], ASSAY_ROW_MATED);
}

static void merged_neighbours_are_counted(void **state)
{
    (void)state;
    assert_int_equal(read_text(",a,b,c\na,0.1,0.1000000000001,0.1\n"),
                     ASSAY_OK);
    assert_int_equal(intake.merged, 2);
}

static void wrong_matrices_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *text;
        const char *refusal;
    } cases[] = {
        {",a,a\na,1,2\n", "1: \"a\" heads two columns"},
        {",a,\na,1,2\n", "1: column 3 has no id"},
        {",a,b\na,1\n", "2: 1 scores in this row, but the header names 2"},
        {",a,b\na,1,2\nb,1,2,3\n", "3: more than 2 scores in this row"},
        {",a,b\na,1,2\nb\n", "3: 0 scores in this row"},
        {",a,b\na,1,2\n,1,2\n", "3: this row has no id"},
        {",a,b\na,1,2\nb,1,x\n", "3: score \"x\" is not a decimal number"},
        {",a,b\na,1,2\nb,1,0x1p3\n", "3: score \"0x1p3\" is not"},
        {",a,b\na,1,2\nb,1,1e999\n", "3: score 1e999 is not finite"},
        {",a,b\na,1,2\nb,1,nan\n", "3: a score that is not a number (NaN)"},
        {",a,b\na,1,\"2\n", "2: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_refused(read_text(cases[i].text), cases[i].refusal);
        help_teardown(state);
        help_setup(state);
    }
    assay_read_options options = plain;
    options.format = "matrix";
    assert_refused(read_text_with(",a,b\n", &options),
                   "1: a header and no rows");
    assert_refused(read_text_with("x,a,b\na,1,2\n", &options),
                   "1: not the first line of a matrix");
    assert_refused(read_text_with("\n", &options),
                   "1: not the first line of a matrix");
}

static void tables_are_not_taken_for_matrices(void **state)
{
    (void)state;
    int at = 0;
    while (strcmp(assay_formats[at]->name, "matrix") != 0) at++;
    static const char *const tables[] = {
        ",mated,score\n0,1,0.5\n",
        ",id1,id2,similarity\n0,a,b,0.5\n",
        "probe,reference\na,b\n",
        "0.5\n0.6\n",
        ",a,b\na,x,y\n",
        "",
        ",\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        assert_int_equal(
            assay_formats[at]->probe((const unsigned char *)tables[i],
                                     strlen(tables[i])),
            0);
}

static void rows_longer_than_any_buffer(void **state)
{
    (void)state;
    enum { WIDE = 9000 };
    static char text[2 * WIDE * 260];
    size_t n = 0;
    for (int i = 0; i < WIDE; i++) n += (size_t)sprintf(text + n, ",%0200d", i);
    n += (size_t)sprintf(text + n, "\n%0200d", 5);
    for (int i = 0; i < WIDE; i++)
        n += (size_t)sprintf(text + n, ",%d.%0200d", i, 0);
    assert_true(n > 1 << 20);
    assert_int_equal(read_text(text), ASSAY_OK);
    assert_int_equal(rows.count, WIDE);
    assert_true(rows.score[WIDE - 1] == (float)(WIDE - 1));
    for (int i = 0; i < WIDE; i++) assert_int_equal(rows.flags[i], i == 5);
}

static void blocks_of_any_size_give_the_same(void **state)
{
    for (size_t block = 1; block < 40; block++) {
        assay_read_options options = plain;
        options.block = block;
        assert_int_equal(
            read_text_with(",\"a,1\",b\r\n\"a,1\",1,2\r\nb,3,", &options),
            ASSAY_OK);
        assert_int_equal(rows.count, 4);
        assert_int_equal(rows.flags[0], ASSAY_ROW_MATED);
        assert_int_equal(rows.flags[3], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
        assert_true(rows.score[2] == 3.0f);
        help_teardown(state);
        help_setup(state);
    }
}

static void bssr1_has_its_counts(void **state)
{
    (void)state;
    static const char path[] = ASSAY_DATA "/scores/bssr1_face-C.csv";
    if (access(path, R_OK) != 0) skip();
    assay_reader *reader = NULL;
    size_t mated = 0;
    size_t all = 0;
    assert_int_equal(assay_reader_open(path, &plain, &intake, &reader, &err),
                     ASSAY_OK);
    do {
        assert_int_equal(assay_reader_next(reader, &help_batch, &err),
                         ASSAY_OK);
        for (size_t i = 0; i < help_batch.rows; i++)
            mated += help_batch.flags[i] == ASSAY_ROW_MATED;
        all += help_batch.rows;
    } while (help_batch.rows);
    assert_int_equal(mated, 517);
    assert_int_equal(all - mated, 266772);
    assert_int_equal(assay_strings_count(intake.subjects), 517);
    assay_reader_close(reader);
}

// --- .npy with the samples of its rows and columns

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static const float six[] = {1, 2, 3, 4, 5, 6};
static const char *const two_probes =
    "sample_id,subject_id,acquired,sex\np1,ann,1,F\nx,bob,1,M\n";
static const char *const three_references =
    "sample_id,subject_id,sex,acquired\nr1,ann,F,1\nx,bob,,2\nr3,ann,M,0\n";

static assay_status open_three(const char *matrix, const char *probes,
                               const char *references, assay_reader **out)
{
    return assay_reader_open_matrix(matrix, help_text(probes),
                                    help_text(references), &plain, &intake, out,
                                    &err);
}

static assay_status read_three(const char *matrix, const char *probes,
                               const char *references)
{
    assay_reader *reader = NULL;
    assay_status status = open_three(matrix, probes, references, &reader);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

static void a_matrix_of_scores_has_samples(void **state)
{
    (void)state;
    assay_reader *reader = NULL;
    const char *matrix = help_npy(HEAD("<f4", "(2, 3)"), six, sizeof six);
    assert_int_equal(open_three(matrix, two_probes, three_references, &reader),
                     ASSAY_OK);
    assert_true(assay_reader_can_rewind(reader));
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(help_read(reader), ASSAY_OK);
        const uint8_t flags[] = {
            ASSAY_ROW_MATED,
            0,
            ASSAY_ROW_MATED | ASSAY_ROW_NO_REFERENCE,
            0,
            ASSAY_ROW_SKIP,
            ASSAY_ROW_NO_REFERENCE,
        };
        assert_int_equal(rows.count, 6);
        assert_memory_equal(rows.flags, flags, sizeof flags);
        assert_memory_equal(rows.score, six, sizeof six);
        assert_string_equal(help_subject(rows.probe[3]), "bob");
        assert_string_equal(help_subject(rows.reference[5]), "ann");
        assert_int_equal(assay_reader_rewind(reader, &err), ASSAY_OK);
    }
    assay_input inputs[4];
    assert_int_equal(assay_reader_inputs(reader, inputs), 3);
    assert_string_equal(inputs[1].role, "probes");
    assert_int_equal(inputs[1].rows, 2);
    assert_int_equal(inputs[2].rows, 3);
    assay_reader_close(reader);
}

static void groups_come_from_the_samples(void **state)
{
    (void)state;
    help_want("sex");
    help_want("reference_sex");
    const char *matrix = help_npy(HEAD("<f4", "(2, 3)"), six, sizeof six);
    assert_int_equal(read_three(matrix, two_probes, three_references),
                     ASSAY_OK);
    static const char *const probe[] = {"F", "F", "F", "M", "M", "M"};
    static const char *const reference[] = {"F", "", "M", "F", "", "M"};
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(help_value(0, i), probe[i]);
        assert_string_equal(help_value(1, i), reference[i]);
    }
    assert_true(intake.found[0] && intake.found[1]);
}

static void prefixed_columns_are_found_too(void **state)
{
    (void)state;
    help_want("probe_age");
    help_want("reference_age");
    const char *matrix = help_npy(HEAD("<f8", "(1, 1)"), "\0\0\0\0\0\0\0", 8);
    assert_int_equal(read_three(matrix,
                                "sample_id,subject_id,probe_age\na,a,30\n",
                                "sample_id,subject_id\nb,b\n"),
                     ASSAY_OK);
    assert_string_equal(help_value(0, 0), "30");
    assert_string_equal(help_value(1, 0), "");
    assert_true(intake.found[0] && !intake.found[1]);
}

static void a_lost_probe_may_have_any_score(void **state)
{
    (void)state;
    const float values[] = {NAN, 0.5f};
    const char *matrix = help_npy(HEAD("<f4", "(2, 1)"), values, 8);
    assert_int_equal(read_three(matrix,
                                "sample_id,subject_id,acquired\na,a,0\nb,b,1\n",
                                "sample_id,subject_id\nc,a\n"),
                     ASSAY_OK);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED | ASSAY_ROW_NO_PROBE);
    assert_true(rows.score[0] == 0.0f && rows.score[1] == 0.5f);
}

static void samples_that_do_not_fit_are_refused(void **state)
{
    static const struct {
        const char *shape, *probes, *references, *refusal;
    } cases[] = {
        {"(3, 2)", NULL, NULL,
         "byte 0: the matrix has 3 rows, but assay-test-"},
        {"(2, 2)", NULL, NULL,
         "byte 0: the matrix has 2 columns, but assay-test-"},
        {"(6,)", NULL, NULL, "byte 0: a vector of 6 values where a matrix"},
        {"(2, 3)", "sample_id,subject_id\na,b\na,c\n", NULL,
         "3: \"a\" is the sample_id of an earlier line too"},
        {"(2, 3)", NULL, "sample_id,subject_id\na,\n", "2: no subject_id"},
        {"(2, 3)", NULL, "sample_id,subject_id\n,a\n", "2: no sample_id"},
        {"(2, 3)", "sample_id,subject_id,acquired\na,b,yes\n", NULL,
         "2: \"yes\" under acquired"},
        {"(2, 3)", "subject_id,sex\na,b\n", NULL, "1: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char header[100];
        (void)snprintf(header, sizeof header, HEAD("<f4", "%s"),
                       cases[i].shape);
        const size_t bytes = i == 1 ? 16 : 24;
        assert_refused(
            read_three(help_npy(header, six, bytes),
                       cases[i].probes ? cases[i].probes : two_probes,
                       cases[i].references ? cases[i].references
                                           : three_references),
            cases[i].refusal);
        help_teardown(state);
        help_setup(state);
    }
}

static void batches_cross_rows(void **state)
{
    (void)state;
    enum { ROWS = 3, COLUMNS = 2000 };
    static float values[ROWS * COLUMNS];
    static char references[COLUMNS * 16];
    size_t n = (size_t)sprintf(references, "sample_id,subject_id\n");
    for (int i = 0; i < COLUMNS; i++)
        n += (size_t)sprintf(references + n, "r%d,s%d\n", i, i);
    for (int i = 0; i < ROWS * COLUMNS; i++) values[i] = (float)i;
    assert_int_equal(
        read_three(help_npy(HEAD("<f4", "(3, 2000)"), values, sizeof values),
                   "sample_id,subject_id\nr7,s7\np1,s1\np2,s1999\n",
                   references),
        ASSAY_OK);
    assert_int_equal(rows.count, ROWS * COLUMNS);
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        const uint8_t expected = i == 7 ? ASSAY_ROW_SKIP
                                 : i == COLUMNS + 1 || i == 3 * COLUMNS - 1
                                     ? ASSAY_ROW_MATED
                                     : 0;
        assert_int_equal(rows.flags[i], expected);
        assert_true(rows.score[i] == (float)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(equal_ids_are_mated),
        help_test(spellings_of_the_same_matrix),
        help_test(failures_in_a_matrix),
        help_test(merged_neighbours_are_counted),
        help_test(wrong_matrices_are_refused_with_their_line),
        help_test(tables_are_not_taken_for_matrices),
        help_test(rows_longer_than_any_buffer),
        help_test(blocks_of_any_size_give_the_same),
        help_test(bssr1_has_its_counts),
        help_test(a_matrix_of_scores_has_samples),
        help_test(groups_come_from_the_samples),
        help_test(prefixed_columns_are_found_too),
        help_test(a_lost_probe_may_have_any_score),
        help_test(samples_that_do_not_fit_are_refused),
        help_test(batches_cross_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
