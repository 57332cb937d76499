// SPDX-License-Identifier: Apache-2.0
/// Headings of other people's tables: which of our columns they may be, and
/// how to say so.
#ifndef READ_HEADING_H
#define READ_HEADING_H

#include <stdbool.h>
#include <stddef.h>

enum { ASSAY_HEADINGS_TEXT = 240, ASSAY_PASTE_TEXT = 160 };

/// Our name for what a heading looks like ("Similarity": "score", "id1":
/// "probe_subject"); NULL if it looks like none.
const char *assay_heading_guess(const char *heading);

/// "id1, id2, similarity", or as many as fit and "and 7 more".
void assay_headings_list(const char *const *headings, size_t width,
                         char text[ASSAY_HEADINGS_TEXT]);

/// The option that maps our column `name`: "--column score=similarity" with
/// the heading that looks like it (true), with --distance where it looks like
/// one; or "--column score=HEADING".
bool assay_headings_paste(const char *const *headings, size_t width,
                          const char *name, char text[ASSAY_PASTE_TEXT]);

#endif
