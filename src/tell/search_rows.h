// SPDX-License-Identifier: Apache-2.0
/// The figures of an identification as rows of tables: whose searches they are
/// of, at which operating point, of which list.
#ifndef TELL_SEARCH_ROWS_H
#define TELL_SEARCH_ROWS_H

#include "assay/result.h"
#include "base/arena.h"

/// What stands in one row: figures of the same operating point and group, of
/// the list that was searched. Any but the first may be NULL.
typedef struct assay_search_row {
    const assay_figure *any; ///< one of them: conditions, group, threshold
    const assay_figure *fpir, *fnir, *tpir, *threshold; ///< the headlines
    const assay_figure *fpir_beside, *fnir_beside;      ///< counting searches
    const assay_figure *first;       ///< FNIR where only rank 1 counts
    const assay_figure *enrolled;    ///< algorithm-level FNIR
    const assay_figure *listed;      ///< false alerts on listed people
    const assay_figure *selectivity; ///< SEL
} assay_search_row;

/// Rows in the order in which their figures stand; `*count` of them. NULL
/// without memory.
const assay_search_row *assay_search_rows_find(const assay_result *result,
                                               assay_arena *arena,
                                               size_t *count);
/// Whether two figures stand at the same operating point.
bool assay_search_rows_same_point(const assay_figure *a, const assay_figure *b);
/// Whether a figure stands in such a row.
bool assay_search_rows_has(const assay_figure *figure);
/// Whether a row has no group.
bool assay_search_rows_overall(const assay_search_row *row);
/// Whether it can be quoted: no figure of it is of few events.
bool assay_search_rows_few(const assay_search_row *row);
/// The figure that says why a row has no numbers; NULL: it has some.
const assay_figure *assay_search_rows_empty(const assay_search_row *row);
/// Whether a sentence of IN SHORT rests on a figure of this row.
bool assay_search_rows_told(const assay_result *result,
                            const assay_search_row *row);
/// The row of everybody, or of the groups that are told apart as those of
/// `like` are, that leads: a sentence tells of other sizes of the list at its
/// point, a sentence rests on it, it can be quoted, or it has figures at all;
/// of equal ones the first. NULL: there is none.
const assay_search_row *assay_search_rows_lead(const assay_result *result,
                                               const assay_search_row *rows,
                                               size_t count,
                                               const assay_search_row *like);

/// Whether it is the FPIR of the searches at another size of the list.
bool assay_search_rows_is_size(const assay_figure *figure);
/// That size.
double assay_search_rows_size(const assay_figure *figure);
/// Whether that size is beyond the test: then `bounds[1]` is a limit.
bool assay_search_rows_beyond(const assay_figure *figure);
/// Whether lists were cut above the threshold: then it is one too.
bool assay_search_rows_cut(const assay_figure *figure);
/// What holds of all sizes at the operating point of a row, in a sentence: the
/// note of the first of them; or NULL.
const char *assay_search_rows_size_note(const assay_result *result,
                                        const assay_search_row *row);
/// Whether a figure of another size stands at the operating point of a row.
bool assay_search_rows_size_of(const assay_figure *figure,
                               const assay_search_row *row);

/// The identities on the list that was searched; 0: not known.
int64_t assay_search_rows_listed(const assay_result *result);

#endif
