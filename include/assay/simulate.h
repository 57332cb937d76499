// SPDX-License-Identifier: Apache-2.0
/// People, scores and templates with a known truth.
#ifndef ASSAY_SIMULATE_H
#define ASSAY_SIMULATE_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A population whose FMR(T) and FNMR(T) are known in closed form (method.md
/// 4.9). A score is counted in standard deviations:
///
///     non-mated: shift_g + sqrt(a) u_i + sqrt(b) v_j + sqrt(w) q_it
///                + sqrt(1 - a - b - w) e
///     mated:     mean_g + sqrt(c) z_i + sqrt(w) q_it + sqrt(1 - c - w) e
///
/// u, v, z, q, e are independent standard normals: of the subject as a probe
/// (wolves), as a reference (lambs), of the subject's mated scores (goats), of
/// the probe image, and of the comparison. So FMR(T) = 1 - Phi(T - shift_g) and
/// FNMR(T) = Phi(T - mean_g), g being the probe's group. A subject's first
/// image is the reference, each other image is compared with it (mated) and
/// with references of other subjects (non-mated).
typedef struct assay_simulate_scores_options {
    uint64_t seed;            ///< 1
    const char *directory;    ///< where scores.csv, subjects.csv and truth.json
                              ///< go, made if it isn't there; or NULL
    const char *mated;        ///< bare scores only, .npy or "-"; or NULL
    const char *non_mated;    ///< bare scores only, .npy or "-"; or NULL
    uint64_t mated_count;     ///< of the bare file; 100,000
    uint64_t non_mated_count; ///< of the bare file; 10,000,000
    uint64_t subjects;        ///< 400; 2 to 10,000,000
    double images_mean;  ///< 3; images per subject, geometric from 1; above 1
    uint64_t references; ///< 400; of other subjects, drawn for each probe; all
                         ///< where there are fewer
    double probe_effect; ///< 0.1: a, share of the variance; sums stay below 1
    double reference_effect; ///< 0.1: b
    double image_effect;     ///< 0.05: w
    double mated_effect;     ///< 0.2: c
    double mated_mean; ///< 5.2: where a group names none, and without groups
    const char *attribute; ///< "sex": what tells the groups apart
    /// NAME[:SHARE[:MATED MEAN[:NON-MATED SHIFT]]], such as "F:0.5:4.9:0.4".
    /// What is left out: an equal part of what the others leave, `mated_mean`,
    /// 0. Names are letters, digits, blanks and . _ + - (60 at most). None: all
    /// people are of one group without a name. Default: "F:0.5:4.9:0.4" and
    /// "M:0.5:5.6:0", people among whom misses and false matches differ.
    assay_texts groups;
    assay_watch watch; ///< progress, and when to stop
} assay_simulate_scores_options;

/// Fills `*options` with the defaults named above.
ASSAY_API void
assay_simulate_scores_options_default(assay_simulate_scores_options *options);

/// Writes the files that the options name: at least one, "-" at most once. Same
/// options, same bytes, on any machine. docs/formats/simulated.md holds what is
/// in them. Each file appears whole or not at all; a pipe is written as it
/// goes. On success `*truth` is a text of at most 80 columns for the terminal
/// (ended with assay_text_free()); on failure NULL. ASSAY_EUSAGE where the
/// options make no sense; ASSAY_EWRITE also when the reader of a pipe has gone
/// (the program must ignore SIGPIPE for that).
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_simulate_scores(const assay_simulate_scores_options *options,
                      char **truth, assay_error *error);

/// How the values of simulated templates are stored.
typedef enum assay_template_values {
    ASSAY_TEMPLATES_FLOAT32, ///< rows of length 1
    ASSAY_TEMPLATES_FLOAT16, ///< rows of length 1
    ASSAY_TEMPLATES_INT8     ///< rows of one length, rounded to whole numbers
} assay_template_values;

/// People whose templates have a law from which FMR(T), FNMR(T), FPIR(T) and
/// FNIR(T) of cosines follow (docs/formats/simulated.md). The direction of a
/// subject is
///
///     s = z m + sqrt(1 - z^2) u
///
/// with u uniform on the unit sphere of e dimensions and m one direction across
/// them, the same for all; z is the closeness of the subject's group, or that
/// of lambs. Two people with z = 0 have a cosine c with (1 + c)/2 ~
/// Beta((e - 1)/2, (e - 1)/2). An image is
///
///     x = cos(a) s + sin(a) w,   tan(a)^2 = the noise of the image
///
/// with w uniform on the unit vectors of all d dimensions across s. The noise
/// of an image is that of the group times one of 16 equally likely levels.
typedef struct assay_simulate_templates_options {
    uint64_t seed;         ///< 1
    const char *directory; ///< where the files go, made if it isn't there
    uint64_t subjects;     ///< 1,000; 2 to 100,000,000
    /// 0: one set, templates.npy and samples.csv. Else so many of the subjects
    /// are listed, and there are references.npy, references.csv, of the listed
    /// people, and probes.npy, probes.csv, of all that `searched` says.
    uint64_t watchlist;
    uint64_t searched;    ///< listed people who are among the probes too, with
                          ///< further images; all where it is more; UINT64_MAX
    unsigned dimensions;  ///< d: 512; 4 to 65,536
    unsigned effective;   ///< e: 100; 3 to d, below d where a closeness isn't 0
    double images_mean;   ///< 3; images of a subject, geometric from 1; 1: one
    unsigned images_most; ///< 20; no subject has more; 1 to 1000
    double noise;         ///< 0.5: where a group names none, 0 to 100; of two
                          ///< images without spread the cosine is 1/(1 + noise)
    double noise_spread;  ///< 1: levels as of an exponential law, 0: all alike
    double closeness;     ///< 0.3: where a group names none; 0 to 0.99
    double lambs;         ///< 0.01: share of subjects who are lambs; below 1
    double lamb_closeness; ///< 0.65; 0 to 0.99
    const char *attribute; ///< "sex": what tells the groups apart
    /// NAME[:SHARE[:NOISE[:CLOSENESS]]], such as "F:0.5:0.6:0.4"; at most 8.
    /// None: all people are of one group without a name. Default:
    /// "F:0.5:0.6:0.4" and "M:0.5:0.4:0.25".
    assay_texts groups;
    assay_template_values values; ///< ASSAY_TEMPLATES_FLOAT32
    unsigned threads;             ///< 0: as many as the machine has
    assay_watch watch;            ///< progress, and when to stop
} assay_simulate_templates_options;

/// Fills `*options` with the defaults named above.
ASSAY_API void assay_simulate_templates_options_default(
    assay_simulate_templates_options *options);

/// Writes the matrices, their CSV files (sample_id, subject_id and the group),
/// subjects.csv and truth.json into the folder. Same options, same bytes, on
/// any machine and for any number of threads. Matrices are written as they are
/// drawn, in bounded memory; each file appears whole or not at all. On success
/// `*truth` is a text of at most 80 columns for the terminal (ended with
/// assay_text_free()); on failure NULL. ASSAY_EUSAGE where the options make no
/// sense.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_simulate_templates(const assay_simulate_templates_options *options,
                         char **truth, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
