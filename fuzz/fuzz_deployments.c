// SPDX-License-Identifier: Apache-2.0
// Any bytes as a record of deployments.
#include "fuzz_help.h"

#include "base/days.h"
#include "read/deployed_files.h"
#include "read/deployed_value.h"

static uint64_t mix_text(const char *text, uint64_t sum)
{
    return text ? fuzz_mix(sum, text, strlen(text) + 1) : fuzz_mix(sum, "", 1);
}

static uint64_t mix_people(const assay_deployments *rows, uint64_t sum)
{
    const size_t n = rows->group_count * ASSAY_PEOPLE_COUNTS;
    for (size_t g = 0; g < rows->group_count; g++)
        sum = mix_text(rows->groups[g].label.value,
                       mix_text(rows->groups[g].label.attribute, sum));
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < n; k++) {
            const assay_known *count = &rows->rows[i].people[k];
            fuzz_require(count->least <= count->most && count->least >= -1);
            sum = fuzz_mix(sum, count, sizeof *count);
        }
    return sum;
}

static uint64_t mix_row(const assay_deployed *row, size_t labels, uint64_t sum)
{
    char text[ASSAY_DAYS_TEXT];
    fuzz_require(row->when == ASSAY_WHEN_NONE || row->first <= row->last);
    fuzz_require(row->when == ASSAY_WHEN_NONE ||
                 assay_days_text(row->first, text)[0]);
    fuzz_require(row->seconds >= -1);
    fuzz_require(!isinf(row->threshold));
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++) {
        const assay_known *count = &row->counts[k];
        fuzz_require(count->least <= count->most && count->least >= -1);
        fuzz_require((count->least < 0) == (count->most < 0));
        fuzz_require(count->most <= ASSAY_DEPLOYED_MOST * 1000);
        sum = fuzz_mix(sum, count, sizeof *count);
    }
    for (size_t i = 0; i < labels; i++)
        sum = mix_text(row->labels[i].value, sum);
    sum = fuzz_mix(sum, &row->line, sizeof row->line);
    sum = fuzz_mix(sum, &row->seconds, sizeof row->seconds);
    return mix_text(row->date, mix_text(row->place, mix_text(row->row, sum)));
}

static uint64_t mix_record(const assay_deployed_record *record)
{
    const assay_deployments *rows = &record->rows;
    uint64_t sum = rows->left_out;
    fuzz_require(rows->count > 0);
    for (size_t i = 0; i < rows->count; i++)
        sum = mix_row(&rows->rows[i], rows->label_count, sum);
    for (size_t i = 0; i < record->remark_count; i++)
        sum = mix_text(record->remarks[i].text, sum);
    return mix_people(rows, mix_text(record->unread, sum));
}

static uint64_t read_record(const char *path, size_t block)
{
    const assay_read_options options = {.threads = 1, .block = block};
    static const char *const columns[] = {"year", "alerts"};
    static const char *const where[] = {"date!=2019"};
    const assay_deployments_wanted plain = {{&path, 1}, {NULL, 0}, {NULL, 0}};
    const assay_deployments_wanted asked = {
        {&path, 1}, {columns, 2}, {where, 1}};
    uint64_t sum = 0;
    for (int turn = 0; turn < 2; turn++) {
        assay_deployments_file *files = NULL;
        assay_error err;
        const assay_status status = assay_deployments_read(
            turn ? &asked : &plain, &options, &files, &err);
        fuzz_require((files != NULL) == (status == ASSAY_OK));
        sum += files ? mix_record(assay_deployments_record(files))
                     : fuzz_error(&err, 0);
        assay_deployments_free(files);
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool json = false;
    const fuzz_file file = fuzz_open(data, size);
    const uint64_t whole = read_record(file.path, 0);
    fuzz_require(read_record(file.path, 1 + size % 97) == whole);
    fuzz_close(file);
    (void)assay_deployments_probe(data, size, &json);
    return 0;
}
