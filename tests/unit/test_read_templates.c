// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/npy.h"
#include "read/template_set.h"

#include <pthread.h>

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static const assay_read_options plain = {.threads = 1};
static const char two[] = "sample_id,subject_id\na-1,a\nb-1,b\n";
static const float six[] = {1, 2, 3, 4, 5, -6};

static assay_strings *ids;
static assay_template_set *set;

static int setup(void **state)
{
    ids = assay_strings_new();
    set = NULL;
    return ids ? help_setup(state) : 1;
}

static int teardown(void **state)
{
    assay_template_set_close(set);
    assay_strings_free(ids);
    return help_teardown(state);
}

static assay_status open_as(const char *matrix, const char *samples,
                            const char *role)
{
    assay_template_set_close(set);
    return assay_template_set_open(matrix, samples, role, &plain, &intake, ids,
                                   &set, &err);
}

static assay_status open_set(const char *matrix, const char *samples)
{
    return open_as(matrix, samples, "templates");
}

static const char *text_of(const assay_strings *strings, uint32_t index)
{
    return index == ASSAY_NO_STRING ? ""
                                    : assay_strings_text(strings, index).text;
}

static const char *npy_six(void)
{
    return help_npy(HEAD("<f4", "(2, 3)"), six, sizeof six);
}

static void rows_and_their_samples(void **state)
{
    (void)state;
    float row[6] = {0};
    const char *file = npy_six();
    assert_int_equal(open_set(file, help_text(two)), ASSAY_OK);
    const assay_matrix *m = assay_template_set_matrix(set);
    assert_string_equal(m->name, file);
    assert_int_equal(m->rows, 2);
    assert_int_equal(m->dimensions, 3);
    assert_int_equal(m->type, ASSAY_VALUE_F32);
    assert_int_equal(m->start, 10 + sizeof HEAD("<f4", "(2, 3)"));
    assert_int_equal(m->read(m->context, 1, 1, row, &err), ASSAY_OK);
    assert_memory_equal(row, six + 3, 3 * sizeof *row);
    assert_int_equal(m->read(m->context, 0, 2, row, &err), ASSAY_OK);
    assert_memory_equal(row, six, sizeof six);
    const uint32_t *subject = assay_template_set_subjects(set);
    const uint32_t *sample = assay_template_set_samples(set);
    assert_string_equal(text_of(intake.subjects, subject[1]), "b");
    assert_string_equal(text_of(ids, sample[0]), "a-1");
    assert_null(assay_template_set_lost(set));
    assert_int_equal(assay_template_set_line(set, 1), 3);
}

// Values of each type are those that were saved, whatever their byte order.
static void values_of_every_type(void **state)
{
    (void)state;
    const uint16_t half[] = {0x3c00, 0xc000, 0x0001, 0x7bff};
    const unsigned char half_big[] = {0x3c, 0, 0xc0, 0, 0, 1, 0x7b, 0xff};
    const unsigned char single_big[] = {
        0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 0x7f, 0xff, 0xff};
    const float single[] = {1, -2, 0x1p-149f, 0x1.fffffep127f};
    const struct {
        const char *header;
        const void *values, *expected;
        size_t size;
        assay_value_type type;
    } cases[] = {
        {HEAD("<f2", "(2, 2)"), half, half, 2, ASSAY_VALUE_F16},
        {HEAD(">f2", "(2, 2)"), half_big, half, 2, ASSAY_VALUE_F16},
        {HEAD(">f4", "(2, 2)"), single_big, single, 4, ASSAY_VALUE_F32},
        {HEAD("|i1", "(2, 2)"), "\x80\x7f\0\1", "\x80\x7f\0\1", 1,
         ASSAY_VALUE_I8},
        {HEAD("|u1", "(2, 2)"), "\xff\x7f\0\1", "\xff\x7f\0\1", 1,
         ASSAY_VALUE_U8},
    };
    const char *samples = help_text(two);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t bytes = 4 * cases[i].size;
        unsigned char got[16];
        assert_int_equal(
            open_set(help_npy(cases[i].header, cases[i].values, bytes),
                     samples),
            ASSAY_OK);
        const assay_matrix *m = assay_template_set_matrix(set);
        assert_int_equal(m->type, cases[i].type);
        assert_int_equal(assay_value_size(m->type), cases[i].size);
        assert_int_equal(m->read(m->context, 0, 2, got, &err), ASSAY_OK);
        assert_memory_equal(got, cases[i].expected, bytes);
    }
}

static void what_is_no_matrix_is_refused(void **state)
{
    (void)state;
    const char *samples = help_text(two);
    const struct {
        const char *header;
        size_t bytes;
        const char *reason;
    } cases[] = {
        {HEAD("<f8", "(2, 3)"), 48,
         "byte 20: values of type '<f8': float32, float16, int8 or uint8 are "
         "needed; save them with .astype('float32')"},
        {HEAD("<i2", "(2, 3)"), 12, "byte 20: values of type '<i2': float32"},
        {HEAD("|b1", "(2, 3)"), 6, "byte 20: values of type '|b1': float32"},
        {HEAD("<f4", "(6,)"), 24,
         "byte 0: a vector of 6 values where a matrix of templates is needed"},
        {HEAD("<f4", "(0, 3)"), 0, "byte 0: a matrix of 0 rows of 3 values"},
        {HEAD("<f4", "(2, 0)"), 0, "byte 0: a matrix of 2 rows of 0 values"},
        {HEAD("|u1", "(1, 65537)"), 65537,
         "byte 0: rows of 65537 values: templates of at most 65536"},
        {HEAD("|u1", "(4294967296, 1)"), 0,
         "byte 0: 4294967296 rows: at most 2^32 - 1"},
        {HEAD("<f4", "(2, 3)"), 23,
         "byte 93: the header declares a matrix of 2 x 3 float32, which ends "
         "at byte 94, but the file ends here"},
        {HEAD("<f4", "(2, 3)"), 25,
         "byte 94: the header declares a matrix of 2 x 3 float32, which ends "
         "at byte 94, but the file goes on"},
        {"{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24,
         "byte 44: values in Fortran order"},
    };
    static char zeros[1 << 17];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *file = help_npy(cases[i].header, zeros, cases[i].bytes);
        assert_refused(open_set(file, samples), cases[i].reason);
        assert_null(set);
        assert_int_equal(unlink(help_paths[--help_count]), 0);
    }
}

static void packed_empty_and_strange_files_are_refused(void **state)
{
    (void)state;
    const char *samples = help_text(two);
    assert_refused(open_set(help_file("\x1f\x8b\x08\0", 4), samples),
                   "byte 0: packed with gzip: a matrix is read in any order "
                   "and more than once; unpack it first with gunzip");
    assert_refused(open_set(help_file("\x28\xb5\x2f\xfd\0", 5), samples),
                   "byte 0: packed with zstd");
    assert_refused(open_set(help_text(""), samples),
                   "byte 0: the file is empty: a matrix of templates was");
    assert_refused(open_set(help_text("sample_id,subject_id\n"), samples),
                   "byte 0: not a .npy file");
    assert_int_equal(open_set("/nowhere/at.npy", samples), ASSAY_EREAD);
    assert_int_equal(open_set("/nowhere/at.h5:/faces", samples), ASSAY_EREAD);
    assert_string_equal(err.file, "/nowhere/at.h5");
    assert_refused(open_set("/dev/null", samples), "byte 0: not a plain file");
}

static void counts_that_disagree_name_both_files(void **state)
{
    (void)state;
    char text[400];
    const char *matrix = npy_six();
    const char *samples = help_text("sample_id,subject_id\na-1,a\n");
    (void)snprintf(text, sizeof text,
                   "byte 0: %s has 2 rows, but %s has 1 samples: give the "
                   "samples of this matrix, in its order",
                   matrix + strlen("/tmp/"), samples + strlen("/tmp/"));
    assert_refused(open_set(matrix, samples), text);
    assert_string_equal(err.file, matrix);
}

static void wrong_samples_are_refused_with_their_line(void **state)
{
    (void)state;
    const char *matrix = npy_six();
    assert_refused(
        open_set(matrix, help_text("sample_id,subject_id\nx,a\n\nx,b\n")),
        "4: \"x\" is the sample_id of an earlier line too");
    assert_refused(open_set(matrix, help_text("sample_id,subject_id\n,a\n")),
                   "2: no sample_id");
    assert_refused(open_set(matrix, help_text("sample_id,subject_id\nx,\n")),
                   "2: no subject_id");
    assert_refused(open_set(matrix, help_text("sample_id,person\nx,a\n")),
                   "1: no column \"subject_id\"");
    assert_refused(
        open_set(matrix, help_text("sample_id,subject_id,acquired\nx,a,no\n")),
        "2: \"no\" under acquired");
}

static void lines_are_known_behind_blank_ones(void **state)
{
    (void)state;
    const char *samples =
        help_text("sample_id,subject_id\na,a\n\n\nb,b\nc,c\n\nz,z\n");
    const uint64_t lines[] = {2, 5, 6, 8};
    assert_int_equal(
        open_set(help_npy(HEAD("|u1", "(4, 1)"), "\1\2\3\4", 4), samples),
        ASSAY_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(assay_template_set_line(set, i), lines[i]);
}

// A sample has one number, whichever set it is in.
static void two_sets_share_their_ids(void **state)
{
    (void)state;
    const char *matrix = npy_six();
    assay_template_set *other = NULL;
    assert_int_equal(open_as(matrix, help_text(two), "probes"), ASSAY_OK);
    assert_int_equal(assay_template_set_open(
                         matrix,
                         help_text("sample_id,subject_id\nc-1,c\na-1,a\n"),
                         "references", &plain, &intake, ids, &other, &err),
                     ASSAY_OK);
    assert_int_equal(assay_template_set_samples(set)[0],
                     assay_template_set_samples(other)[1]);
    assert_int_equal(assay_template_set_subjects(set)[0],
                     assay_template_set_subjects(other)[1]);
    assert_int_equal(assay_template_set_samples(other)[0], 2);
    assay_template_set_close(other);
}

static void lost_rows_and_attributes(void **state)
{
    (void)state;
    help_want("sex");
    help_want("probe_age");
    help_want("reference_age");
    const char *matrix = npy_six();
    const char *samples =
        help_text("subject_id;sample_id;sex;age;reference_age;acquired\n"
                  "a;a-1;F;30;31;0\nb;b-1;;40;41;2\n");
    assert_int_equal(open_set(matrix, samples), ASSAY_OK);
    const uint8_t lost[] = {1, 0};
    assert_memory_equal(assay_template_set_lost(set), lost, 2);
    assert_true(intake.acquired[0] && intake.acquired[1]);
    const char *expected[3][2] = {{"F", ""}, {"30", "40"}, {"31", "41"}};
    for (size_t c = 0; c < 3; c++)
        for (size_t i = 0; i < 2; i++)
            assert_string_equal(
                text_of(intake.values[c], assay_template_set_column(set, c)[i]),
                expected[c][i]);
    // Of references, only what says that it is theirs.
    assert_int_equal(open_as(matrix, samples, "references"), ASSAY_OK);
    assert_null(assay_template_set_column(set, 0));
    assert_null(assay_template_set_column(set, 1));
    assert_non_null(assay_template_set_column(set, 2));
}

static void a_file_cut_short_meanwhile_is_refused_with_its_byte(void **state)
{
    (void)state;
    float row[6] = {0};
    const char *matrix = npy_six();
    assert_int_equal(open_set(matrix, help_text(two)), ASSAY_OK);
    const assay_matrix *m = assay_template_set_matrix(set);
    assert_int_equal(truncate(matrix, 85), 0);
    assert_int_equal(m->read(m->context, 0, 1, row, &err), ASSAY_OK);
    assert_refused(m->read(m->context, 1, 1, row, &err),
                   "byte 85: the file ends here, but it went on when it was "
                   "opened");
}

static void inputs_are_recorded(void **state)
{
    (void)state;
    assay_read_options options = plain;
    assay_input inputs[2];
    options.digest = true;
    const char *matrix = npy_six();
    const char *samples = help_text(two);
    assert_int_equal(assay_template_set_open(matrix, samples, "probes",
                                             &options, &intake, ids, &set,
                                             &err),
                     ASSAY_OK);
    assert_int_equal(assay_template_set_inputs(set, inputs, &err), ASSAY_OK);
    assert_string_equal(inputs[0].name, matrix + strlen("/tmp/"));
    assert_string_equal(inputs[0].role, "probes");
    assert_string_equal(inputs[0].format, "npy");
    assert_int_equal(inputs[0].bytes, 94);
    assert_int_equal(inputs[0].rows, 2);
    assert_int_equal(strlen(inputs[0].digest), 64);
    assert_string_equal(inputs[1].format, "csv");
    assert_int_equal(inputs[1].rows, 2);
    assert_int_equal(strlen(inputs[1].digest), 64);
    assert_string_not_equal(inputs[0].digest, inputs[1].digest);
}

static void a_file_that_changed_has_no_digest(void **state)
{
    (void)state;
    assay_read_options options = plain;
    assay_input inputs[2];
    options.digest = true;
    const char *matrix = npy_six();
    assert_int_equal(assay_template_set_open(matrix, help_text(two), "probes",
                                             &options, &intake, ids, &set,
                                             &err),
                     ASSAY_OK);
    assert_int_equal(truncate(matrix, 90), 0);
    assert_refused(assay_template_set_inputs(set, inputs, &err),
                   "byte 90: the file ends here");
    assert_int_equal(truncate(matrix, 97), 0);
    assert_refused(assay_template_set_inputs(set, inputs, &err),
                   "byte 94: the file ended here when it was opened");
}

enum { THREADS = 4, ROWS = 500, WIDE = 16 };

static void *read_backwards(void *context)
{
    const assay_matrix *m = context;
    assay_error error;
    uintptr_t wrong = 0;
    for (uint64_t first = ROWS - 3; first > 0; first--) {
        float rows_read[3 * WIDE] = {0};
        if (m->read(m->context, first, 3, rows_read, &error) != ASSAY_OK)
            return (void *)1;
        for (size_t i = 0; i < 3 * WIDE; i++)
            wrong += rows_read[i] != (float)(first * WIDE + i);
    }
    return (void *)wrong; // NOLINT(performance-no-int-to-ptr): a count
}

static void several_threads_read_at_once(void **state)
{
    (void)state;
    static float values[ROWS * WIDE];
    static char samples[ROWS * 16];
    size_t length = (size_t)snprintf(samples, 40, "sample_id,subject_id\n");
    for (size_t i = 0; i < ROWS * WIDE; i++) values[i] = (float)i;
    for (size_t i = 0; i < ROWS; i++)
        length += (size_t)snprintf(samples + length, 16, "%zu,p\n", i);
    assert_int_equal(
        open_set(help_npy(HEAD("<f4", "(500, 16)"), values, sizeof values),
                 help_text(samples)),
        ASSAY_OK);
    pthread_t thread[THREADS];
    for (size_t t = 0; t < THREADS; t++)
        assert_int_equal(
            pthread_create(&thread[t], NULL, read_backwards,
                           (void *)(uintptr_t)assay_template_set_matrix(set)),
            0);
    for (size_t t = 0; t < THREADS; t++) {
        void *wrong = (void *)1;
        assert_int_equal(pthread_join(thread[t], &wrong), 0);
        assert_null(wrong);
    }
}

static void real_templates(void **state)
{
    (void)state;
    float row[128];
    if (access(ASSAY_DATA "/templates/orl.csv", R_OK) != 0) skip();
    assert_int_equal(open_set(ASSAY_DATA "/templates/orl_mobilefacenet.npy",
                              ASSAY_DATA "/templates/orl.csv"),
                     ASSAY_OK);
    const assay_matrix *m = assay_template_set_matrix(set);
    assert_int_equal(m->rows, 400);
    assert_int_equal(m->dimensions, 128);
    assert_int_equal(assay_strings_count(intake.subjects), 40);
    assert_int_equal(m->read(m->context, 399, 1, row, &err), ASSAY_OK);
    unsigned lost = 0;
    for (size_t i = 0; i < 400; i++) lost += assay_template_set_lost(set)[i];
    assert_int_equal(lost, 1);
    assert_int_equal(open_set(ASSAY_DATA "/templates/lfw_mobilefacenet.npy",
                              ASSAY_DATA "/templates/lfw.csv"),
                     ASSAY_OK);
    assert_int_equal(assay_template_set_matrix(set)->rows, 13233);
}

// Scores are no templates: they stay as they were.
static void scores_of_two_bytes_stay_refused(void **state)
{
    (void)state;
    static const char file[] = "\x93NUMPY\x01\0\x3a\0" HEAD("<f2", "(2,)") "\n";
    assay_npy npy;
    assert_refused(assay_npy_parse((const unsigned char *)file, sizeof file - 1,
                                   &npy, &err),
                   "values of type '<f2': float32, float64, integers or bool");
    assert_int_equal(npy.size, 0);
}

#define set_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        set_test(rows_and_their_samples),
        set_test(values_of_every_type),
        set_test(what_is_no_matrix_is_refused),
        set_test(packed_empty_and_strange_files_are_refused),
        set_test(counts_that_disagree_name_both_files),
        set_test(wrong_samples_are_refused_with_their_line),
        set_test(lines_are_known_behind_blank_ones),
        set_test(two_sets_share_their_ids),
        set_test(lost_rows_and_attributes),
        set_test(a_file_cut_short_meanwhile_is_refused_with_its_byte),
        set_test(inputs_are_recorded),
        set_test(a_file_that_changed_has_no_digest),
        set_test(several_threads_read_at_once),
        set_test(real_templates),
        set_test(scores_of_two_bytes_stay_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
