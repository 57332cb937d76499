// SPDX-License-Identifier: Apache-2.0
/// Interned strings: each distinct text once, numbered from 0 in the order of
/// first sight.
///
/// Built for millions of lookups against hundreds of thousands of strings in
/// random order: hashes of a whole batch first, then prefetch, then probes.
#ifndef BASE_STRINGS_H
#define BASE_STRINGS_H

#include "base/text.h"

/// Opaque; ended by assay_strings_free().
typedef struct assay_strings assay_strings;

/// An index that stands for "none".
#define ASSAY_NO_STRING UINT32_MAX

/// A new, empty table; NULL without memory.
assay_strings *assay_strings_new(void);
/// The same for ids that mostly come in order (t1, t2 ... t9, t10): the shorter
/// first, then by bytes. While they do, each is compared with the one before
/// alone, and none is hashed; the first that is out of order makes it a table
/// like any other. Finding is by halves until then: assay_strings_index().
assay_strings *assay_strings_new_in_order(void);
/// Frees; NULL is allowed.
void assay_strings_free(assay_strings *strings);

/// Interns `n` slices: `index[i]` is the number of `slices[i]`. False without
/// memory, for a text of 64 KiB or more, at 2^32 - 1 strings or at about 16 GB
/// of texts.
bool assay_strings_intern(assay_strings *strings, const assay_slice *slices,
                          size_t n, uint32_t *index);
/// Interns one.
bool assay_strings_add(assay_strings *strings, assay_slice slice,
                       uint32_t *index);
/// Asks memory for what assay_strings_add() or _find() of this slice will need,
/// if other work comes first.
void assay_strings_expect(const assay_strings *strings, assay_slice slice);
/// Whether `slice` is the string of this number; no number is too large.
bool assay_strings_is(const assay_strings *strings, uint32_t index,
                      assay_slice slice);
/// The number of `slice`, or ASSAY_NO_STRING if it was never interned.
uint32_t assay_strings_find(const assay_strings *strings, assay_slice slice);
/// Makes a table in order one that is found in as any other: for many lookups
/// all over it. A wish; nothing can fail.
void assay_strings_index(assay_strings *strings);
/// Gives back what only looking up takes: from then on nothing is interned or
/// found any more.
void assay_strings_settle(assay_strings *strings);
/// How many distinct strings there are.
uint32_t assay_strings_count(const assay_strings *strings);
/// The text of `index`, with a 0 behind it; lives until the table is freed
/// or the next intern.
assay_slice assay_strings_text(const assay_strings *strings, uint32_t index);

/// Fills `order` (assay_strings_count() of them) with the indices in canonical
/// order, which depends on the set of strings alone, not on the order of first
/// sight: bytewise by text. False without memory.
bool assay_strings_order(const assay_strings *strings, uint32_t *order);

#endif
