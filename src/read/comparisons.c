// SPDX-License-Identifier: Apache-2.0
#include "read/comparisons.h"

#include "base/alloc.h"
#include "read/foreign.h"
#include "read/head.h"
#include "read/reader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { HEADINGS = 64 }; // of a first line, looked at for a guess

const assay_format *const assay_formats[] = {
    &assay_format_csv,  &assay_format_bob_csv,
    &assay_format_bob2, &assay_format_bob4,
    &assay_format_bob5, &assay_format_matrix_csv,
    &assay_format_bee,  NULL,
};

static assay_status parse_failed(assay_reader *reader, const char *text,
                                 assay_error *err)
{
    float score = 0;
    bool overflow = false;
    if (strcasecmp(text, "nan") == 0) {
        reader->nan_fails = true;
        return ASSAY_OK;
    }
    if (!assay_parse_score(assay_slice_of(text), &score, &overflow) || overflow)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--failed %s: give a number or nan, the score that "
                          "stands for a failed comparison",
                          text);
    if (reader->failed_count == ASSAY_FAILED_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--failed is given more than %d times",
                          ASSAY_FAILED_MOST);
    reader->failed[reader->failed_count++] = score;
    return ASSAY_OK;
}

assay_status assay_reader_new(const assay_format *format,
                              const assay_read_options *options,
                              assay_intake *intake, assay_reader **out,
                              assay_error *err)
{
    assay_status status = ASSAY_OK;
    *out = NULL;
    assay_reader *reader = assay_new(sizeof *reader, 0, 0);
    if (!reader) {
        assay_fail_memory(err, "a reader");
        return ASSAY_ENOMEM;
    }
    reader->format = format;
    reader->options = *options;
    reader->intake = intake;
    for (size_t i = 0; i < options->failed.count && status == ASSAY_OK; i++)
        status = parse_failed(reader, options->failed.items[i], err);
    if (status != ASSAY_OK) {
        assay_reader_close(reader);
        return status;
    }
    *out = reader;
    return ASSAY_OK;
}

assay_status assay_reader_add(assay_reader *reader, const char *path,
                              const char *role, assay_error *err)
{
    const assay_read_options *options = &reader->options;
    assay_reader_source *to = &reader->sources[reader->source_count];
    ASSAY_TRY(assay_source_open(path, options->digest, options->threads,
                                options->watch, &to->source, err));
    to->role = role;
    reader->source_count++;
    return ASSAY_OK;
}

void assay_reader_add_input(assay_reader *reader, const char *role,
                            assay_input input)
{
    assay_reader_source *to = &reader->sources[reader->source_count++];
    to->role = role;
    to->input = input;
    to->rows = input.rows;
}

assay_status assay_reader_start(assay_reader *reader, assay_reader **out,
                                assay_error *err)
{
    const assay_status status = reader->format->open(reader, err);
    *out = reader;
    if (status == ASSAY_OK) return ASSAY_OK;
    assay_fail_at(err, assay_reader_path(reader, 0), 0);
    assay_reader_close(reader);
    *out = NULL;
    return status;
}

const char *assay_reader_path(const assay_reader *reader, size_t i)
{
    const assay_source *source = reader->sources[i].source;
    return source ? assay_source_path(source) : reader->sources[i].input.name;
}

assay_status assay_reader_refuse_nan(assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "a score that is not a number (NaN): if it stands for a "
                      "failed comparison, say so with --failed nan");
}

const char *assay_read_heading(const assay_read_options *options,
                               const char *name)
{
    for (size_t i = 0; i < options->columns.count; i++)
        if (strcmp(options->columns.items[i].key, name) == 0)
            return options->columns.items[i].value;
    return name;
}

static assay_status refuse_format(const char *name, assay_error *err)
{
    char names[256] = "";
    size_t length = 0;
    for (size_t i = 0; assay_formats[i]; i++) {
        const int n = snprintf(names + length, sizeof names - length, "%s%s",
                               i ? ", " : "", assay_formats[i]->name);
        if (n < 0 || (size_t)n >= sizeof names - length) break;
        length += (size_t)n;
    }
    return assay_fail(err, ASSAY_EUSAGE,
                      "unknown format \"%.40s\": --format takes %s", name,
                      names);
}

static assay_status find_format(const char *name, const assay_format **out,
                                assay_error *err)
{
    for (size_t i = 0; assay_formats[i]; i++) {
        *out = assay_formats[i];
        if (strcmp((*out)->name, name) == 0) return ASSAY_OK;
    }
    *out = NULL;
    return refuse_format(name, err);
}

static bool starts(const unsigned char *head, size_t n, const char *magic)
{
    const size_t length = strlen(magic);
    return n >= length && memcmp(head, magic, length) == 0;
}

// A table whose first line is already a row.
static bool lacks_header(const unsigned char *head, size_t n)
{
    bool whole = false;
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    assay_slice fields[HEADINGS];
    size_t count = 0;
    if (separator) count = assay_head_fields(line, separator, fields, HEADINGS);
    if (count > HEADINGS) count = HEADINGS;
    for (size_t i = 0; i < count; i++)
        if (assay_head_is_number(fields[i])) return true;
    return false;
}

// What a file that no format knows may be instead, and what to do then.
static const char *guess(const unsigned char *head, size_t n)
{
    if (starts(head, n, "\x93NUMPY"))
        return "an array of scores without labels: give two with --mated and "
               "--non-mated, or --scores and --labels, or --matrix with "
               "--probes and --references";
    const char *foreign = assay_foreign_file(head, n);
    if (foreign) return foreign;
    if (n > 262 && memcmp(head + 257, "ustar", 5) == 0)
        return "a tar archive: unpack it and give the files";
    if (assay_format_bare.probe(head, n))
        return "scores without labels, one a line: give two files, --mated "
               "FILE --non-mated FILE";
    if (lacks_header(head, n))
        return "a table without a header: put the names of the columns on its "
               "first line, such as score and mated";
    return "in no format that is known: assay FILE shows what is needed, "
           "--format NAME forces one";
}

static assay_status sniff(assay_source *source, const assay_format **out,
                          assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    int best = 0;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (n == 0)
        return assay_fail(err, ASSAY_EINPUT,
                          "the file is empty: scores were expected"),
               assay_fail_at(err, NULL, 1);
    for (size_t i = 0; assay_formats[i]; i++) {
        const int sure = assay_formats[i]->probe(head, n);
        if (sure > best) *out = assay_formats[i];
        if (sure > best) best = sure;
    }
    if (best > 0) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT, "%s", guess(head, n)),
           assay_fail_at(err, NULL, 1);
}

static assay_status prepare(assay_reader *reader, const char *path,
                            assay_error *err)
{
    ASSAY_TRY(assay_reader_add(reader, path, "scores", err));
    if (reader->format) return ASSAY_OK;
    const assay_status status =
        sniff(reader->sources[0].source, &reader->format, err);
    return status == ASSAY_OK ? ASSAY_OK : assay_fail_at(err, path, 0);
}

assay_status assay_reader_open(const char *path,
                               const assay_read_options *options,
                               assay_intake *intake, assay_reader **out,
                               assay_error *err)
{
    const assay_format *format = NULL;
    assay_reader *reader = NULL;
    *out = NULL;
    if (options->format) ASSAY_TRY(find_format(options->format, &format, err));
    ASSAY_TRY(assay_reader_new(format, options, intake, &reader, err));
    const assay_status status = prepare(reader, path, err);
    if (status == ASSAY_OK) return assay_reader_start(reader, out, err);
    assay_reader_close(reader);
    return status;
}

assay_status assay_reader_next(assay_reader *reader, assay_batch *batch,
                               assay_error *err)
{
    batch->rows = 0;
    const assay_status status = reader->format->next(reader, batch, err);
    if (status == ASSAY_OK) {
        reader->rows += batch->rows;
        return ASSAY_OK;
    }
    batch->rows = 0;
    if (status == ASSAY_EINPUT || status == ASSAY_EREAD)
        assay_fail_at(err, assay_reader_path(reader, 0), 0);
    return status;
}

bool assay_reader_can_rewind(const assay_reader *reader)
{
    if (!reader->format->rewind) return false;
    for (size_t i = 0; i < reader->source_count; i++) {
        const assay_source *source = reader->sources[i].source;
        if (source && !assay_source_can_rewind(source)) return false;
    }
    return true;
}

assay_status assay_reader_rewind(assay_reader *reader, assay_error *err)
{
    const assay_status status = reader->format->rewind(reader, err);
    reader->rows = 0;
    return status == ASSAY_OK
               ? ASSAY_OK
               : assay_fail_at(err, assay_reader_path(reader, 0), 0);
}

assay_direction assay_reader_direction(const assay_reader *reader)
{
    return reader->direction;
}

size_t assay_reader_inputs(const assay_reader *reader, assay_input inputs[4])
{
    for (size_t i = 0; i < reader->source_count; i++) {
        const assay_reader_source *from = &reader->sources[i];
        inputs[i] = from->input;
        inputs[i].role = from->role;
        inputs[i].rows = i ? from->rows : reader->rows;
        if (!from->source) continue;
        inputs[i].name = assay_base_name(assay_source_path(from->source));
        inputs[i].format = reader->format->name;
        inputs[i].bytes = assay_source_raw_bytes(from->source);
        inputs[i].digest = assay_source_digest(from->source);
    }
    return reader->source_count;
}

void assay_reader_close(assay_reader *reader)
{
    if (!reader) return;
    if (reader->format) reader->format->close(reader);
    for (size_t i = 0; i < reader->source_count; i++)
        assay_source_close(reader->sources[i].source);
    assay_free(reader);
}
