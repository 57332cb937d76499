// SPDX-License-Identifier: Apache-2.0
/// Candidates on their way into lists, whatever the format. Only for the
/// readers of candidate lists.
#ifndef READ_CANDIDATE_ROWS_H
#define READ_CANDIDATE_ROWS_H

#include "read/candidate_lists.h"
#include "read/source.h"

/// What a file says of a search as a whole.
enum { ASSAY_SEARCH_TOLD = 1, ASSAY_SEARCH_FAILED = 2, ASSAY_SEARCH_WENT = 4 };

/// A file that was read.
typedef struct assay_candidate_file {
    const char *path;     ///< the caller's
    assay_source *source; ///< for names and digests; or NULL
    assay_reader *reader; ///< the same, of Bob; or NULL
    assay_input input;    ///< filled at the end
} assay_candidate_file;

struct assay_candidate_lists {
    assay_candidate_file *files;
    size_t file_count;
    bool has_people; ///< they say themselves who everybody is
    bool share;      ///< an id that both sides have is one sample
    bool distance;
    assay_intake *intake; ///< while reading
    assay_strings *ids;   ///< while reading
    assay_sample_list *probes;
    assay_sample_list *references;
    assay_listed *row;
    uint64_t row_count, row_room;
    uint8_t *told; ///< of each probe: what is said of its search
    size_t told_room;
    uint64_t *first; ///< of each probe: its first row; one more behind
    size_t longest;
};

/// Adds a candidate that stands on `line` of the file that was opened last.
assay_status assay_candidate_rows_add(assay_candidate_lists *lists,
                                      assay_listed candidate, uint64_t line,
                                      assay_error *err);
/// Says something of the search of a probe (ASSAY_SEARCH_*). A search that went
/// well and failed is refused; the failure has no position.
assay_status assay_candidate_rows_tell(assay_candidate_lists *lists,
                                       uint32_t probe, uint8_t what,
                                       assay_error *err);
/// The place of a sample by its id: of the probes or the references. Refuses an
/// id that they don't have; the failure has no position.
assay_status assay_candidate_rows_find(const assay_candidate_lists *lists,
                                       bool is_reference, assay_slice id,
                                       uint32_t *place, assay_error *err);
/// A score as text; the failure has no position.
assay_status assay_candidate_rows_score(assay_slice text, float *score,
                                        assay_error *err);
/// Puts the rows into lists, each sorted, and checks them.
assay_status assay_candidate_rows_close(assay_candidate_lists *lists,
                                        assay_error *err);

/// Reads one file of each format, `lists->files[lists->file_count - 1]`, whose
/// source, where it has one, stands at its first byte.
assay_status assay_candidate_csv_read(assay_candidate_lists *lists,
                                      const assay_read_options *options,
                                      assay_error *err);
assay_status assay_candidate_frvt_read(assay_candidate_lists *lists,
                                       const assay_read_options *options,
                                       assay_error *err);
assay_status assay_candidate_bob_read(assay_candidate_lists *lists,
                                      const assay_read_options *options,
                                      assay_error *err);

#endif
