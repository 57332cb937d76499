// SPDX-License-Identifier: Apache-2.0
/// Coverage of intervals: designs whose truth is known are drawn again and
/// again, measured by the functions of the product, and it is counted how often
/// an interval holds the truth (bench/coverage.c; docs/statistics.md 4.9).
///
/// Everything drawn is a function of the seed, the cell and the run: the same
/// counts for any number of threads.
#ifndef BENCH_COVERAGE_H
#define BENCH_COVERAGE_H

#include "base/alloc.h"
#include "stats/philox.h"
#include "stats/proportions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What differs between people.
typedef enum cover_law {
    COVER_NORMAL,
    COVER_T4 ///< Student's t with 4 degrees of freedom, of variance 1
} cover_law;

/// Which interval.
typedef enum cover_method {
    COVER_PRINTED,     ///< the headline of the product
    COVER_WIDE,        ///< delete-one variance: for "at most"
    COVER_MICRO,       ///< per comparison, where the headline is balanced
    COVER_NORMAL_Z,    ///< z in place of t
    COVER_INDEPENDENT, ///< as if comparisons were independent
    COVER_BOOTSTRAP,   ///< people resampled, percentile
    COVER_OTHER,       ///< of the figure: see its table
    COVER_METHODS
} cover_method;

/// A figure: which rows of docs/coverage.md and of the table of warnings.
typedef enum cover_family {
    COVER_FMR_PAIRS,     ///< all against all: 4.3(b)
    COVER_FMR_RECTANGLE, ///< probes against others: 4.3(c)
    COVER_FNMR,          ///< 4.3(a)
    COVER_FNMR_AT,       ///< FNMR at an FMR: 4.8
    COVER_EER,
    COVER_AUC,
    COVER_FPIR_FIXED,
    COVER_FPIR_RANDOM,
    COVER_RATIO,
    COVER_BAND,          ///< of the DET: FNMR at all FMRs at once
    COVER_SPREAD,        ///< of groups: max/min and others
    COVER_TPIR,          ///< of passages, by person
    COVER_FPIR_PASSAGES, ///< likewise; this list
    COVER_LATENCY,       ///< times to the alert, of passages
    COVER_PER_ALERT,     ///< false alerts of deployments
    COVER_PER_HOUR,      ///< likewise
    COVER_NEXT,          ///< false alerts of the next deployment
    COVER_DECISIONS,     ///< shares of alerts taken on by operators
    COVER_FAMILIES
} cover_family;

/// An interval and what it should hold. NaN ends: there is none.
typedef struct cover_outcome {
    double low, high, truth;
} cover_outcome;

enum {
    COVER_BAND_POINTS = 10,
    COVER_FIGURES = 12,
    COVER_PER_RUN = COVER_FIGURES * COVER_METHODS
};

/// A figure of a cell.
typedef struct cover_figure {
    char name[32];
    cover_family family;
    double truth;   ///< of the headline; NaN where it differs from run to run
    double planned; ///< expected events; infinite where they don't matter
} cover_figure;

typedef struct cover_lfw cover_lfw;

/// The distribution of a sum of independent effects and a normal part, as
/// weights on a grid that the normal part then spreads. Ended by
/// cover_spread_end().
typedef struct cover_spread {
    double first, step; ///< of the grid
    double *weights;    ///< sum 1
    size_t points;
    double residual; ///< standard deviation of the normal part
} cover_spread;

/// A design.
typedef struct cover_cell {
    char name[160];
    uint32_t seed, stream; ///< of random numbers
    uint32_t people;       ///< on whom it rests: the smaller side
    cover_law law;         ///< of what is drawn from laws; not of LFW
    bool unequal;          ///< numbers of comparisons are
    bool real;             ///< LFW
    unsigned runs;
    cover_figure figures[COVER_FIGURES];
    size_t figure_count;
    /// Draws and measures: fills outcomes of all figures and methods, which
    /// are NaN before. False without memory.
    bool (*run)(const struct cover_cell *cell, uint32_t run,
                cover_outcome outcome[COVER_PER_RUN]);
    // For `run`:
    uint32_t probes, references; ///< people; references 0: all pairs
    uint32_t transits;           ///< of a searched person
    uint32_t list;               ///< identities of the size asked for
    double rho, a, b, w;         ///< shares of variance
    double threshold;
    bool heavy_list;          ///< law of identities: t4
    double at[COVER_FIGURES]; ///< thresholds or targets of figures
    size_t groups;            ///< whose rates are held against each other
    unsigned shape;           ///< of their rates
    double events;            ///< of each group, on average
    const cover_lfw *lfw;
    cover_spread probe; ///< of searches; ended by who made the grid
    double band_alphas[COVER_BAND_POINTS], band_truths[COVER_BAND_POINTS];
    size_t band_points; ///< of the DET band, alphas ascending; 0: none
} cover_cell;

/// Random numbers of a cell's run, in sequence.
typedef struct cover_random {
    assay_random words;
    double spare;
    bool has_spare;
} cover_random;

cover_random cover_random_of(const cover_cell *cell, uint32_t run);
double cover_normal(cover_random *random);
/// Of this law, mean 0 and variance 1.
double cover_effect(cover_random *random, cover_law law);
/// 1 or more, mean 3: P(k) = (2/3)^(k-1)/3.
uint32_t cover_geometric(cover_random *random);

// Truths.

/// Of effects of a law times scales[0..n); scales of 0 are left out. False
/// without memory.
bool cover_spread_make(cover_spread *spread, cover_law law,
                       const double *scales, size_t n, double residual);
void cover_spread_end(cover_spread *spread);
/// P(sum > t).
double cover_above(const cover_spread *spread, double t);
/// The t with cover_above() = p.
double cover_quantile(const cover_spread *spread, double p);

/// FPIR of random lists of `n`: the probe's part x, and an identity's chance
/// given x, `match` above t - x. NaN without memory.
double cover_fpir(const cover_spread *probe, const cover_spread *match,
                  double t, double n);
/// FPIR of the list of identities whose parts are `gallery[0..n)`; `noise` is
/// the standard deviation of what belongs to a comparison.
double cover_fpir_fixed(const cover_spread *probe, const double *gallery,
                        size_t n, double t, double noise);

// Kinds of cells. Each fills figures and `run`; the caller has set the rest.

void cover_pairs_cell(cover_cell *cell);
void cover_searches_cell(cover_cell *cell);
void cover_ratio_cell(cover_cell *cell);
void cover_spread_cell(cover_cell *cell);
void cover_street_cell(cover_cell *cell);
void cover_latency_cell(cover_cell *cell);
void cover_records_cell(cover_cell *cell);
void cover_operators_cell(cover_cell *cell);
void cover_lfw_cell(cover_cell *cell);

/// What the shapes of groups' rates are called; `shape` below COVER_SHAPES.
enum { COVER_SHAPES = 3 };
const char *cover_shape_name(unsigned shape);

/// The people of LFW with `least` images or more, of which `cap` are taken;
/// NULL where they can't be read. Lives until the program ends.
const cover_lfw *cover_lfw_population(const char *dir, uint32_t cap,
                                      uint32_t least);

/// Adds a figure.
cover_figure *cover_add(cover_cell *cell, cover_family family, const char *name,
                        double truth, double planned);

// Comparisons of one run.

typedef struct cover_sample {
    uint32_t people;
    /// Samples of each person as probe and as reference; one array: all pairs.
    const uint32_t *probes, *references;
    float *score, *mated_score;
    uint32_t *probe, *reference, *mated;
    size_t count, mates;
} cover_sample;

/// Room for so many; false without memory. Ended by cover_sample_end().
bool cover_sample_make(cover_sample *sample, size_t count, size_t mates);
void cover_sample_end(cover_sample *sample);

/// What the product makes of a sample: outcomes of figures `cell->figures`,
/// thresholds cell->at; truths are the figures', or those of `balanced` (by
/// figure) where the headline is subject-balanced. NULL: the same. `run` gives
/// the seed of replicates, which are made where cell->band_points is not 0.
typedef struct cover_given {
    const cover_sample *sample;
    const double *balanced;
    uint32_t run;
} cover_given;
bool cover_measure(const cover_cell *cell, const cover_given *given,
                   cover_outcome *outcome);

enum { COVER_CELLS = 256 };

/// FNMR at cell->band_alphas in COVER_REPLICATES replicates of the people.
enum { COVER_REPLICATES = 399 };
typedef struct cover_replicates {
    /// [alpha * COVER_REPLICATES + replicate], unsorted; NaN: none.
    double *fnmr;
    double farthest; ///< replicates.h, on the logit scale
} cover_replicates;

/// False without memory. Ended by assay_free(fnmr).
bool cover_resample(const cover_cell *cell, const cover_sample *sample,
                    uint32_t run, cover_replicates *out);

/// Which cells.
typedef struct cover_asked {
    bool smoke;       ///< few, and few runs
    uint32_t seed;    ///< of everything drawn
    const char *lfw;  ///< where LFW is; NULL: left out
    const char *only; ///< those whose names hold it; NULL: all
} cover_asked;

/// Fills `cells`, room for COVER_CELLS; returns how many.
size_t cover_grid(cover_cell *cells, const cover_asked *asked);

/// What was counted of one figure by one method.
typedef struct cover_count {
    uint32_t intervals, below, above; ///< truth below the low end, above ...
    uint32_t none;                    ///< runs without an interval
    double width;                     ///< mean, by the truth
} cover_count;

double cover_rate(const cover_count *count);

/// A cell's results: [figure][method].
typedef cover_count cover_counts[COVER_FIGURES][COVER_METHODS];

/// Whether the figure is held to the rule of 4.9: normal, equal counts, 20
/// expected events, 20 people.
bool cover_held(const cover_cell *cell, const cover_figure *figure);

/// Cells and what was counted.
typedef struct cover_results {
    const cover_cell *cells;
    cover_counts *counts;
    size_t count;
    uint32_t seed;
    const char *commit; ///< of the program
} cover_results;

/// Writes docs/coverage.md.
bool cover_write_page(const char *path, const cover_results *results);
/// Writes the table that the product is compiled with.
bool cover_write_table(const char *path, const cover_results *results);

#endif
