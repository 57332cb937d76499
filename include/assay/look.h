// SPDX-License-Identifier: Apache-2.0
/// What a file is, and what a word means.
#ifndef ASSAY_LOOK_H
#define ASSAY_LOOK_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Says what the file at `path` is, which columns it has, and the command to
/// type. On success the caller owns `*text` (assay_text_free()).
ASSAY_API ASSAY_MUST_CHECK assay_status assay_look(const char *path,
                                                   char **text,
                                                   assay_error *error);

/// A term of the field: ours, or an old one.
typedef struct assay_word {
    const char *word;    ///< "FNMR", "FAR", "genuine"
    const char *meaning; ///< one or two sentences
    const char *see;     ///< the term to use instead; NULL: this is it
    const char *option;  ///< the option of ours for an old option; or NULL
} assay_word;

/// The entry for `word`, whatever its case and leading dashes; NULL: none.
ASSAY_API const assay_word *assay_word_find(const char *word);
/// All entries, sorted by word.
ASSAY_API const assay_word *assay_words(size_t *count);

#ifdef __cplusplus
}
#endif
#endif
