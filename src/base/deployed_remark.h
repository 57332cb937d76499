// SPDX-License-Identifier: Apache-2.0
/// What reading has to say of rows of a record, besides what they hold.
#ifndef BASE_DEPLOYED_REMARK_H
#define BASE_DEPLOYED_REMARK_H

#include "base/deployed.h"

/// What of a row.
typedef enum assay_remark_kind {
    ASSAY_REMARK_TOTALS,   ///< it sums others: left out
    ASSAY_REMARK_DATE,     ///< its date is none that is read
    ASSAY_REMARK_DURATION, ///< its duration is none that is read
    ASSAY_REMARK_REPEAT,   ///< it stands in another file too: left out
    ASSAY_REMARK_ABOUT,    ///< a count is given as "about"
    ASSAY_REMARK_NOTED,    ///< a count has a footnote's mark
    ASSAY_REMARK_WORDS     ///< it is a note under the table: left out
} assay_remark_kind;

/// A remark on a row.
typedef struct assay_remark {
    assay_remark_kind kind;
    uint32_t file;    ///< place among the inputs
    uint64_t line;    ///< in it
    const char *row;  ///< its id, or NULL
    const char *text; ///< the cell in question, or ""
} assay_remark;

/// All that was read.
typedef struct assay_deployed_record {
    assay_deployments rows;
    const assay_remark *remarks; ///< `remark_count`: by file, line and kind
    size_t remark_count;         ///< of `remarks`
    const char *const *files;    ///< base names of the inputs
    size_t file_count;           ///< of `files`
    size_t joined;               ///< rows of groups of people that are part of
                                 ///< a deployment that stands as another row
    const char *unread;          ///< "--column alerts='No. of alerts'": columns
                                 ///< that look like ours; "" if there are none
} assay_deployed_record;

#endif
