// SPDX-License-Identifier: Apache-2.0
/// The rejecting pass: comparisons whose score is proven to be below a bound
/// are not made (docs/search.md has the proof).
///
///     assay_filter_make(&plan, &filter, err);
///     assay_codes_make(&probes, filter, true, 4096);      // and references
///     assay_codes_fill(&probes, 0, n, values);            // any threads
///     hits = assay_filter_run(&work, found);              // any threads
///
/// Whatever is not a hit has a score, in the reference arithmetic of search.h,
/// that is less than `least` of its probe. Hits may be too many, never too few,
/// whatever the plan says: the plan decides about speed alone.
#ifndef SEARCH_FILTER_H
#define SEARCH_FILTER_H

#include "base/fail.h"
#include "search/filter_kernel.h"

/// Opaque; never changes, and may be used by any number of threads.
typedef struct assay_filter assay_filter;

/// Whether filtering by these kernels (NULL: the best) is faster than scoring
/// everything: plain C has no instructions for it.
bool assay_filter_pays(const char *kernels);

/// How to make a filter.
typedef struct assay_filter_plan {
    const char *kernels; ///< NULL: the best; "c", "avx2", "avx512", "vnni"
    uint32_t dimensions; ///< of a row before it is padded, at least 1
    bool l2;             ///< scores are negative distances
    const float *sample; ///< some prepared references, the more unlike each
                         ///< other the better; NULL: none
    size_t sample_rows;  ///< 1,024 are plenty, fewer than 256 not used
    float least;         ///< a bound as it will usually be; -INFINITY: unknown
    double uses;         ///< comparisons that a reference is coded for; 0: very
                         ///< many
    int basis;           ///< directions looked at first: -1 for what seems
                         ///< fastest, 0 for all, else a multiple of 64, less
                         ///< than `dimensions` and up to 512
} assay_filter_plan;

/// Makes a filter. ASSAY_ENOMEM; ASSAY_EUSAGE for kernels that aren't there.
assay_status assay_filter_make(const assay_filter_plan *plan,
                               assay_filter **out, assay_error *err);
/// Directions looked at first; 0: all dimensions.
size_t assay_filter_basis(const assay_filter *filter);
/// Frees; NULL is allowed.
void assay_filter_free(assay_filter *filter);

/// Codes of rows of one side.
typedef struct assay_codes {
    const assay_filter *filter;
    bool probes;
    assay_stage stage[2];
    void *memory;
} assay_codes;

/// Bytes that the codes of `rows` rows take.
size_t assay_codes_bytes(const assay_filter *filter, bool probes, size_t rows);
/// Room for `rows` rows. False without memory; ended by assay_codes_free() in
/// any case.
bool assay_codes_make(assay_codes *codes, const assay_filter *filter,
                      bool probes, size_t rows);
/// Codes `n` prepared rows (prepare.h) as rows `first` .. `first + n - 1`.
/// Different rows may be coded by different threads at once.
void assay_codes_fill(const assay_codes *codes, size_t first, size_t n,
                      const float *values);
/// Frees what it holds.
void assay_codes_free(assay_codes *codes);

/// What to compare: a few probes with some references, both by their rows in
/// the codes. Best: 240 probes, and a multiple of 192
/// references.
typedef struct assay_filter_work {
    const assay_codes *probes, *references;
    size_t first_probe, probe_count;
    size_t first_reference, reference_count;
    const float *least; ///< of each of these probes: hits may reach it
} assay_filter_work;

/// A comparison that could not be rejected.
typedef struct assay_hit {
    uint32_t probe, reference; ///< rows in the codes
} assay_hit;

/// Writes the hits of `work` to `hits`, which has room for probe_count x
/// reference_count, and returns how many. Their order is by groups of
/// references, in each by probe, then by reference.
size_t assay_filter_run(const assay_filter_work *work, assay_hit *hits);

#endif
