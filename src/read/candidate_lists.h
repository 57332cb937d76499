// SPDX-License-Identifier: Apache-2.0
/// Candidate lists: whom a system named for each search of a watchlist.
///
///     csv         probe_id,rank,reference_id,score     a header, a candidate a
///                 q-1,1,w-7,0.91                       line; rank may be left
///                 q-1,2,w-3,0.44                       out
///     frvt        searchId candidateRank searchRetCode isAssigned templateId
///                 score decision
///     bob4, bob5  claimed [model] real probe score: the list of a probe is all
///                 lines that name it; they say who everybody is
///
/// Plain, gzip or zstd. Lines of a search may lie anywhere in any of the files.
/// All of them are held in memory, 24 bytes a candidate.
#ifndef READ_CANDIDATE_LISTS_H
#define READ_CANDIDATE_LISTS_H

#include "read/sample_list.h"

/// A candidate whose rank the file doesn't say.
#define ASSAY_NO_RANK UINT32_MAX

/// Opaque; ended by assay_candidate_lists_free().
typedef struct assay_candidate_lists assay_candidate_lists;

/// The files of an evaluation.
typedef struct assay_candidate_files {
    assay_texts lists; ///< at least one, all of one format
    /// CSV: sample_id, subject_id, attributes, acquired; both NULL with bob4
    /// and bob5, else neither.
    const char *probes, *references;
    bool distance; ///< smaller means more alike: for the order of lists
} assay_candidate_files;

/// A candidate as it stands in its file.
typedef struct assay_listed {
    uint32_t probe;     ///< place in the probes
    uint32_t reference; ///< place in the references
    float score;        ///< in the direction of the file, never NaN or -0
    uint32_t rank; ///< from 0 or from 1 (FRVT: from 1); ASSAY_NO_RANK: not said
    uint64_t where; ///< for assay_candidate_lists_fail()
} assay_listed;

/// A search: a probe and whom the system named.
typedef struct assay_listed_search {
    uint32_t probe; ///< place in the probes
    bool told;   ///< some file mentions it; else the list is empty for want of
                 ///< lines
    bool failed; ///< the system says that it failed (FRVT: return code; Bob:
                 ///< all its scores are NaN); the list is empty then
    const assay_listed *list; ///< best first, by score, then rank, then place
                              ///< in the files; each reference once
    size_t count;
    bool whole; ///< every reference is in it: it is not cut
} assay_listed_search;

/// Reads all files. `options->format` forces one of the names above; columns
/// are mapped by options->columns. `ids` interns sample ids of both sides;
/// people go into intake->subjects. Paths must live as long as the lists.
/// Refused with file and line: an id that the probes or the references don't
/// know; a reference twice in a list; ranks that contradict the scores, or
/// leave out places; a score that is not a number; a search that failed on one
/// line and not on another; a candidate whose probe or reference was not
/// acquired; in Bob files a sample of two people. On success the caller owns
/// `*out`.
assay_status assay_candidate_lists_open(const assay_candidate_files *files,
                                        const assay_read_options *options,
                                        assay_intake *intake,
                                        assay_strings *ids,
                                        assay_candidate_lists **out,
                                        assay_error *err);
/// Probes and references; they live as long as the lists.
const assay_sample_list *
assay_candidate_lists_probes(const assay_candidate_lists *lists);
const assay_sample_list *
assay_candidate_lists_references(const assay_candidate_lists *lists);
/// Whether an id that both have is one sample. Not in FRVT logs, which number
/// searches and templates apart, nor in Bob files, which name a reference as
/// they please.
bool assay_candidate_lists_share(const assay_candidate_lists *lists);
/// The search of the probe at place `probe`: one for each probe, whether a file
/// mentions it or not.
assay_listed_search
assay_candidate_lists_search(const assay_candidate_lists *lists, size_t probe);
/// Candidates of the longest list; and of all.
size_t assay_candidate_lists_longest(const assay_candidate_lists *lists);
uint64_t assay_candidate_lists_total(const assay_candidate_lists *lists);
/// Adds to a failure the file and line of a candidate; returns its status.
assay_status assay_candidate_lists_fail(const assay_candidate_lists *lists,
                                        const assay_listed *candidate,
                                        assay_error *err);
/// How many files were read, and file `i` for the record: the lists, then
/// probes and references. Strings live as long as the lists.
size_t assay_candidate_lists_inputs(const assay_candidate_lists *lists);
assay_input assay_candidate_lists_input(const assay_candidate_lists *lists,
                                        size_t i);
/// Frees; NULL is allowed.
void assay_candidate_lists_free(assay_candidate_lists *lists);

/// How sure it is, 0 to 100, that the `n` first bytes are a CSV of candidates,
/// or an FRVT candidate list. For `assay FILE`.
int assay_candidate_csv_probe(const unsigned char *head, size_t n);
int assay_candidate_frvt_probe(const unsigned char *head, size_t n);

#endif
