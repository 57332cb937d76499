// SPDX-License-Identifier: Apache-2.0
/// The sentences of a verification, as pure functions of numbers (docs/words.md
/// rules the wording). Every function returns a text that lives as long as the
/// arena, or NULL without memory.
#ifndef MEASURE_SENTENCES_H
#define MEASURE_SENTENCES_H

#include "assay/figures.h"
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/// A rate as a sentence needs it.
typedef struct assay_spoken {
    double value, low, high; ///< low NaN: no interval
    int64_t events, trials;
    bool by_people;    ///< subject-balanced
    double confidence; ///< of the interval
} assay_spoken;

/// What a figure that is a rate says.
assay_spoken assay_spoken_of(const assay_figure *figure);
/// The base on which `rate` (0..1) is written: a power of ten, 100 to 1e9, on
/// which it has two digits; for rates next to 1, on which what is missing
/// shows.
uint64_t assay_spoken_base(double rate);
/// A rate on a base, rounded to the nearest whole number.
uint64_t assay_spoken_count(double rate, uint64_t base);
/// "3,147,436".
const char *assay_spoken_number(assay_arena *arena, uint64_t number);
/// "10 in 1,000".
const char *assay_spoken_share(assay_arena *arena, double rate);
/// A number as it reads back: "0.001".
const char *assay_spoken_value(assay_arena *arena, double value);

/// "12 (9 to 15)": a rate on a base; without an interval the first number.
const char *assay_spoken_range(assay_arena *arena, const assay_spoken *rate,
                               uint64_t base);
/// " (a 90 % interval)": the level where it isn't 95 %; else "".
const char *assay_spoken_level(assay_arena *arena, const assay_spoken *rate);
/// "; a rate of up to 12 in 10,000 fits that", after a count of none; "" where
/// there is no interval.
const char *assay_spoken_fits(assay_arena *arena, const assay_spoken *rate);

/// "Set so that 10 in 1,000 pairs of different people pass as one person, it
/// fails on 11 (7 to 17) of every 1,000 pairs of the same person."
const char *assay_say_fnmr_at_fmr(assay_arena *arena, double alpha,
                                  const assay_spoken *fnmr);
/// "At threshold 0.3659, of 1,000 pairs of the same person, 11 (7 to 17) would
/// fail." `threshold` NULL leaves the first words out.
const char *assay_say_fnmr(assay_arena *arena, const char *threshold,
                           const assay_spoken *fnmr);
/// "Of 10,000 pairs of different people, 12 (9 to 15) would pass as the same
/// person."
const char *assay_say_fmr(assay_arena *arena, const char *threshold,
                          const assay_spoken *fmr);

/// Two groups at one threshold.
typedef struct assay_said_groups {
    const char *threshold;
    const char *by;           ///< "sex"
    const char *most, *least; ///< "F", "M"
    assay_spoken high, low;   ///< their rates
    bool mated;               ///< FNMR; else FMR
    bool apart;               ///< they differ beyond chance
    const char *more;         ///< what follows, from "; " on; NULL: nothing
} assay_said_groups;

/// "At threshold 0.3659, it fails more often on group Asian, 116 (105 to 128)
/// of 1,000 pairs of the same person, than on Indian, 64 (56 to 73)." Where
/// they may not differ both are told without a comparison.
const char *assay_say_groups(assay_arena *arena,
                             const assay_said_groups *groups);

/// "What fails at an FMR of 0.0001: it needs 10,000 pairs of different people,
/// has 3,000."
const char *assay_say_refused(assay_arena *arena, double alpha, uint64_t needed,
                              uint64_t has);
/// "What fails at an FMR of 0.1: of pairs of different people the 3,000 most
/// alike were kept."
const char *assay_say_below(assay_arena *arena, double alpha, uint64_t kept);

#endif
