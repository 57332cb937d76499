// SPDX-License-Identifier: Apache-2.0
/// People, scores, templates and streets with a known truth.
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

/// A street: cameras, a watchlist, volunteers whose every passage is logged,
/// and the public, of whom only the numbers are known. A score is counted in
/// standard deviations:
///
///     of another's entry: shift + sqrt(a) u_i + sqrt(b) v_j + sqrt(w) q_t
///                         + sqrt(d) y_s + sqrt(1 - a - b - w - d) e
///     of the own entry:   mean + sqrt(c) z_i + sqrt(w) q_t + sqrt(1 - c - w) e
///
/// u, v, z, q, y, e are independent standard normals: of the person, of the
/// entry, of the person's mated scores, of the passage, of the deployment and
/// of the comparison. shift and mean are those of the person's group plus what
/// the camera and the light add. So, with f the failure to acquire, TPIR(T) =
/// (1 - f) Phi(mean - T), and FPIR(n, T) of random lists follows by quadrature
/// (docs/formats/street.md).
typedef struct assay_simulate_street_options {
    uint64_t seed;         ///< 1
    const char *directory; ///< where the files go, made if it isn't there

    uint64_t deployments; ///< 10; 1 to 100,000
    const char *start;    ///< "2024-01-09": day of the first
    uint64_t every;       ///< 7: days between one and the next
    double hours;         ///< 5: of each, from 11:00 UTC on; above 0, to 12
    /// NAME[:SHARE[:MATED SHIFT[:NON-MATED SHIFT]]], SHARE of the public;
    /// volunteers pass all alike. Default: "north:0.5", "south:0.5:-0.3".
    assay_texts cameras;
    /// Light at a passage, in the same form. None: there is no such column.
    /// Default: "day:0.7", "dusk:0.3:-0.6".
    assay_texts lights;

    uint64_t volunteers;   ///< 40: on the list (seeded)
    uint64_t others;       ///< 20: volunteers who are not on it
    uint64_t passages;     ///< 5: of a volunteer in a deployment
    double attendance;     ///< 1: chance that a volunteer comes to one
    const char *attribute; ///< "sex": what tells the groups apart
    /// NAME[:SHARE[:MATED MEAN[:NON-MATED SHIFT]]]. None: one group without a
    /// name. Default: "F:0.5:5.6:0.2", "M:0.5:6". Cameras, lights and groups
    /// make at most 256 combinations.
    assay_texts groups;

    uint64_t crowd;      ///< 3,000: passages of the public in a deployment, on
                         ///< average; 0: there is none, and no record of it
    double crowd_spread; ///< 0.3: log-normal, of that number
    double prevalence;   ///< 2e-4: share of them by listed people (operational)
    unsigned counters;   ///< 1: who count the public, 0 to 2; of 2, also whom
                         ///< both counted
    double counted;      ///< 1: chance that a counter counts a passage
    double faces_per_person;    ///< 1.5: faces counted of a passage; to 1000
    const char *counter_change; ///< "2024-03-05:4.5": that from this day on the
                                ///< faces are so many times more; or NULL

    uint64_t watchlist; ///< 1,000 entries, volunteers among them; to 10,000,000
    uint64_t filler;    ///< 500 of them; the others are operational
    double unenrolled;  ///< 0.02: share of the volunteers' entries that failed
    double late; ///< 0: share of them that are on the list only from the middle
                 ///< deployment on

    double threshold;         ///< 4.8: from which on a candidate is an alert
    double floor;             ///< logging floor; NaN: the threshold
    bool best_only;           ///< only the first candidate of a passage
    double mated_mean;        ///< 6: where a group names none
    double probe_effect;      ///< 0.1: a, share of the variance
    double reference_effect;  ///< 0.1: b
    double passage_effect;    ///< 0.05: w
    double deployment_effect; ///< 0.005: d
    double mated_effect;      ///< 0.2: c
    double unacquired;        ///< 0.02: f, share of passages

    bool by_time;        ///< alerts name no transit
    double repeats;      ///< 0: further rows of a candidate, on average; to 100
    double latency;      ///< 1.2 s: median; log-normal with sigma 0.4
    double clock_offset; ///< 0 s: the alerts' clock less the transits'
    double clock_drift;  ///< 0 s an hour, from each deployment's start on
    double overlap;      ///< 0: share of volunteers' passages that join the
                         ///< one before, side by side
    double orphans;      ///< 0: share of them that the transits lack

    unsigned operators;     ///< 3: who decide on alerts; 0: nobody does
    double operator_hit;    ///< 0.95: H, share of right alerts found credible
    double operator_false;  ///< 0.2: F, of wrong ones
    double operator_effect; ///< 0: share of the variance that is theirs
    double unverified;      ///< 0.1: share of alerts never found out about
    uint64_t mask;          ///< 0: counts in deployments.csv below it are
                            ///< written "<5"
    assay_watch watch;      ///< progress, and when to stop
} assay_simulate_street_options;

/// Fills `*options` with the defaults named above.
ASSAY_API void
assay_simulate_street_options_default(assay_simulate_street_options *options);

/// Writes watchlist.csv, alerts.csv, truth.json; with volunteers transits.csv
/// and subjects.csv; with a crowd deployments.csv and, where it is counted,
/// crowd.csv. Same options, same bytes, on any machine. Rows are written as
/// they are drawn, in memory that grows with the watchlist and the volunteers
/// alone; the files appear whole or not at all. On success `*truth` is a text
/// of at most 80 columns for the terminal (ended with assay_text_free()); on
/// failure NULL. ASSAY_EUSAGE where the options make no sense.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_simulate_street(const assay_simulate_street_options *options,
                      char **truth, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
