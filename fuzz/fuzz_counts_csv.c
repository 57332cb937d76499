// SPDX-License-Identifier: Apache-2.0
// Any bytes as a table of counts.
#include "fuzz_help.h"

#include "read/counts_csv.h"
#include "read/counts_text.h"

static uint64_t sum_rows(const assay_counts_table *table)
{
    uint64_t sum = assay_counts_left_out(table);
    const assay_strings *values = assay_counts_values(table, 0);
    const char *others = assay_counts_others(table);
    fuzz_require(assay_counts_rows(table) > 0);
    for (size_t row = 0; row < assay_counts_rows(table); row++) {
        const uint64_t events = assay_counts_events(table, row);
        const uint64_t trials = assay_counts_trials(table, row);
        fuzz_require(!assay_counts_wrong(events, trials));
        sum = fuzz_mix(sum, &events, sizeof events);
        sum = fuzz_mix(sum, &trials, sizeof trials);
        sum = fuzz_string(values, assay_counts_value(table, row, 0), sum);
    }
    return fuzz_mix(sum, others, strlen(others));
}

static uint64_t read_counts(const char *path, size_t block)
{
    const assay_read_options options = {.threads = 1, .block = block};
    static const char *const columns[] = {"sex"}, *const where[] = {
                                                      "date=2024"};
    const assay_counts_wanted wanted = {{columns, 1}, {where, 1}};
    assay_counts_table *table = NULL;
    assay_error err;
    const assay_status status =
        assay_counts_csv_read(path, &options, &wanted, &table, &err);
    fuzz_require((table != NULL) == (status == ASSAY_OK));
    const uint64_t sum = table ? sum_rows(table) : fuzz_error(&err, 0);
    assay_counts_table_free(table);
    return sum;
}

// The same bytes as they would be typed.
static void take_text(const uint8_t *data, size_t size)
{
    char text[256];
    assay_arena arena = {NULL};
    assay_counts_part *parts = NULL;
    size_t count = 0;
    assay_error err;
    if (size >= sizeof text) return;
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    const assay_status status =
        assay_counts_text(text, &arena, &parts, &count, &err);
    fuzz_require((count > 0) == (status == ASSAY_OK));
    for (size_t i = 0; i < count; i++)
        fuzz_require(!assay_counts_wrong(parts[i].events, parts[i].trials));
    if (status != ASSAY_OK) (void)fuzz_error(&err, 0);
    assay_arena_end(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    const uint64_t whole = read_counts(file.path, 0);
    fuzz_require(read_counts(file.path, 1 + size % 97) == whole);
    fuzz_close(file);
    take_text(data, size);
    return 0;
}
