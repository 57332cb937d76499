// SPDX-License-Identifier: Apache-2.0
/// Groups against each other: ratios of rates to all others and to a declared
/// group, with tests that are adjusted for their number, equivalence and power
/// (docs/statistics.md 3.3 to 3.5).
#ifndef MEASURE_CONTRASTS_H
#define MEASURE_CONTRASTS_H

#include "assay/options.h"
#include "measure/group_rates.h"

/// A group against others.
typedef struct assay_group_contrast {
    const assay_group_point *point;
    const assay_group_rates *rates;
    size_t group;  ///< of them
    bool declared; ///< against the declared group; else against all others
    assay_contrast sides;
    assay_ratio ratio;
    double equivalence; ///< p of two one-sided tests
    double least;       ///< ratio that had a chance of 80 % to show; NaN: none
    double adjusted;    ///< p, for the tests of its family
    bool confirmatory;  ///< its family: Holm; else Benjamini-Hochberg
    size_t family;      ///< tests in it
} assay_group_contrast;

/// All of them; ended by assay_contrasts_end().
/// The ledger points at them while they last.
typedef struct assay_contrasts {
    assay_group_points points;
    assay_group_contrast *items;
    size_t count, room;
} assay_contrasts;

/// Checks the options: ASSAY_EUSAGE for a weight, a margin or a name that is
/// none.
assay_status assay_contrasts_check(const assay_options *options,
                                   assay_error *err);
/// Makes them, once cells are suppressed, and adds their figures to the ledger.
/// ASSAY_EUSAGE where a name in the options is of no group or no rate.
assay_status assay_contrasts_make(assay_ledger *ledger,
                                  const assay_options *options,
                                  assay_contrasts *out, assay_error *err);
void assay_contrasts_end(assay_contrasts *contrasts);

/// The declared group of a table among the groups of `rates`; rates->n: none,
/// or it isn't among them.
size_t assay_contrasts_reference(const assay_ledger *ledger,
                                 const assay_options *options,
                                 const assay_group_rates *rates);
/// "FMR", "FNMR", "FPIR", "FNIR".
const char *assay_contrasts_name(const assay_ledger *ledger,
                                 const assay_group_rates *rates);
/// A figure at the point and with the labels of `like`, without value.
assay_figure assay_contrasts_figure(const assay_figure *like, const char *name,
                                    const char *unit);

#endif
