// SPDX-License-Identifier: Apache-2.0
#include "read/candidate_lists.h"

#include "base/alloc.h"
#include "read/candidate_rows.h"
#include "read/reader.h"

#include <string.h>

// A format of lists, by its name.
typedef struct kind {
    const char *name;
    bool has_people; // says itself who everybody is
    bool share;      // an id that probes and references have is one sample
    int (*probe)(const unsigned char *head, size_t n);
    assay_status (*read)(assay_candidate_lists *lists,
                         const assay_read_options *options, assay_error *err);
} kind;

enum { KINDS = 4, FILES_MOST = 1 << 20 };

static int probe_bob4(const unsigned char *head, size_t n)
{
    return assay_format_bob4.probe(head, n);
}

static int probe_bob5(const unsigned char *head, size_t n)
{
    return assay_format_bob5.probe(head, n);
}

// CSV last: it is what a file is that nothing else is.
static const kind kinds[KINDS] = {
    {"frvt", false, false, assay_candidate_frvt_probe,
     assay_candidate_frvt_read},
    {"bob4", true, false, probe_bob4, assay_candidate_bob_read},
    {"bob5", true, false, probe_bob5, assay_candidate_bob_read},
    {"csv", false, true, assay_candidate_csv_probe, assay_candidate_csv_read},
};

static const kind *find_kind(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

static assay_status sniff(assay_source *source, const kind **out,
                          assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    size_t i = 0;
    while (i + 1 < KINDS && !kinds[i].probe(head, n)) i++;
    *out = &kinds[i];
    return ASSAY_OK;
}

// What the first file is decides what all are.
static assay_status find_format(const assay_candidate_file *file,
                                const assay_read_options *options,
                                const kind **out, assay_error *err)
{
    if (!options->format) return sniff(file->source, out, err);
    const kind *named = find_kind(options->format);
    if (named) *out = named;
    if (named) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "unknown format \"%.40s\" of candidate lists: --format "
                      "takes csv, frvt, bob4, bob5",
                      options->format);
}

static assay_status check_people(const kind *k,
                                 const assay_candidate_files *files,
                                 assay_error *err)
{
    const bool given = files->probes || files->references;
    if (k->has_people && given)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s text says itself who everybody is: leave out "
                          "--probes and --references",
                          k->name);
    if (k->has_people || (files->probes && files->references)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "candidate lists need --probes P.csv and --references "
                      "R.csv: sample_id and subject_id, a line a sample");
}

static assay_status read_people(assay_candidate_lists *lists,
                                const assay_candidate_files *files,
                                const assay_read_options *options,
                                assay_error *err)
{
    if (!files->probes) {
        ASSAY_TRY(assay_sample_list_new(lists->ids, &lists->probes, err));
        return assay_sample_list_new(lists->ids, &lists->references, err);
    }
    ASSAY_TRY(assay_sample_list_read(files->probes, "probes", options,
                                     lists->intake, lists->ids, &lists->probes,
                                     err));
    return assay_sample_list_read(files->references, "references", options,
                                  lists->intake, lists->ids, &lists->references,
                                  err);
}

static assay_status open_file(assay_candidate_lists *lists, const char *path,
                              const assay_read_options *options,
                              assay_error *err)
{
    assay_candidate_file *file = &lists->files[lists->file_count++];
    file->path = path;
    return assay_source_open(path, options->digest, options->threads,
                             options->watch, &file->source, err);
}

// Bob's reader opens its file itself, which standard input does not stand.
static assay_status hand_over(assay_candidate_file *file, assay_error *err)
{
    if (strcmp(file->path, "-") == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "Bob text from standard input: save it to a file");
    assay_source_close(file->source);
    file->source = NULL;
    return ASSAY_OK;
}

static assay_status read_file(assay_candidate_lists *lists, const kind *k,
                              const assay_read_options *options,
                              assay_error *err)
{
    assay_candidate_file *file = &lists->files[lists->file_count - 1];
    assay_read_options how = *options;
    how.format = k->name;
    how.failed = (assay_texts){0};
    how.mask = NULL;
    if (k->has_people) ASSAY_TRY(hand_over(file, err));
    if (k->read(lists, &how, err) == ASSAY_OK) return ASSAY_OK;
    return assay_fail_at(err, file->path, 0);
}

// Opens the first file; what it is decides whether others say who people are.
static assay_status begin(assay_candidate_lists *lists,
                          const assay_candidate_files *files,
                          const assay_read_options *options, const kind **k,
                          assay_error *err)
{
    ASSAY_TRY(open_file(lists, files->lists.items[0], options, err));
    ASSAY_TRY(find_format(&lists->files[0], options, k, err));
    ASSAY_TRY(check_people(*k, files, err));
    lists->has_people = (*k)->has_people;
    lists->share = (*k)->share;
    return read_people(lists, files, options, err);
}

static assay_status read_files(assay_candidate_lists *lists,
                               const assay_candidate_files *files,
                               const assay_read_options *options,
                               assay_error *err)
{
    const kind *k = &kinds[0];
    ASSAY_TRY(begin(lists, files, options, &k, err));
    ASSAY_TRY(read_file(lists, k, options, err));
    for (size_t i = 1; i < files->lists.count; i++) {
        ASSAY_TRY(open_file(lists, files->lists.items[i], options, err));
        ASSAY_TRY(read_file(lists, k, options, err));
    }
    return assay_candidate_rows_close(lists, err);
}

static assay_status read_into(assay_candidate_lists *lists,
                              const assay_candidate_files *files,
                              const assay_read_options *options,
                              assay_error *err)
{
    const size_t n = files->lists.count;
    if (!n || n > FILES_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          n ? "more than a million files: put them together"
                            : "no candidate lists: name their files");
    lists->files = assay_new(0, n, sizeof *lists->files);
    if (!lists->files) return assay_fail_memory(err, "the files");
    return read_files(lists, files, options, err);
}

assay_status assay_candidate_lists_open(const assay_candidate_files *files,
                                        const assay_read_options *options,
                                        assay_intake *intake,
                                        assay_strings *ids,
                                        assay_candidate_lists **out,
                                        assay_error *err)
{
    *out = NULL;
    assay_candidate_lists *lists = assay_new(sizeof *lists, 0, 0);
    if (!lists) return assay_fail_memory(err, "the candidate lists");
    lists->intake = intake;
    lists->ids = ids;
    lists->distance = files->distance;
    const assay_status status = read_into(lists, files, options, err);
    if (status == ASSAY_OK)
        *out = lists;
    else
        assay_candidate_lists_free(lists);
    return status;
}

const assay_sample_list *
assay_candidate_lists_probes(const assay_candidate_lists *lists)
{
    return lists->probes;
}

const assay_sample_list *
assay_candidate_lists_references(const assay_candidate_lists *lists)
{
    return lists->references;
}

bool assay_candidate_lists_share(const assay_candidate_lists *lists)
{
    return lists->share;
}

assay_listed_search
assay_candidate_lists_search(const assay_candidate_lists *lists, size_t probe)
{
    const uint8_t told = lists->told[probe];
    const uint64_t first = lists->first[probe];
    const uint64_t count = lists->first[probe + 1] - first;
    return (assay_listed_search){
        .probe = (uint32_t)probe,
        .told = told & ASSAY_SEARCH_TOLD,
        // Of Bob, whose scores are all NaN nobody says that it went well.
        .failed = told && !(told & ASSAY_SEARCH_WENT),
        .list = count ? lists->row + first : NULL,
        .count = (size_t)count,
        .whole = count == assay_sample_list_count(lists->references),
    };
}

size_t assay_candidate_lists_longest(const assay_candidate_lists *lists)
{
    return lists->longest;
}

uint64_t assay_candidate_lists_total(const assay_candidate_lists *lists)
{
    return lists->row_count;
}

size_t assay_candidate_lists_inputs(const assay_candidate_lists *lists)
{
    return lists->file_count + (lists->has_people ? 0 : 2);
}

assay_input assay_candidate_lists_input(const assay_candidate_lists *lists,
                                        size_t i)
{
    if (i < lists->file_count) return lists->files[i].input;
    return assay_sample_list_input(i == lists->file_count ? lists->probes
                                                          : lists->references);
}

void assay_candidate_lists_free(assay_candidate_lists *lists)
{
    if (!lists) return;
    for (size_t i = 0; i < lists->file_count; i++) {
        assay_source_close(lists->files[i].source);
        assay_reader_close(lists->files[i].reader);
    }
    assay_free(lists->files);
    assay_sample_list_free(lists->probes);
    assay_sample_list_free(lists->references);
    assay_free(lists->row);
    assay_free(lists->told);
    assay_free(lists->first);
    assay_free(lists);
}
