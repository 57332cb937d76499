// SPDX-License-Identifier: Apache-2.0
/// A trial with seeded volunteers, row by row turned into what counts: passages
/// and who was named in each; alerts that belong to none (docs/statistics.md
/// 2.1). Exact, and whatever the order of the rows.
#ifndef COUNT_SCENARIO_H
#define COUNT_SCENARIO_H

#include "base/fail.h"
#include "base/scenario_rows.h"

#include <stddef.h>

/// How rows are joined. Times in microseconds.
typedef struct assay_scenario_rule {
    int64_t gap;    ///< passages of one person at one camera no more than this
                    ///< apart are one
    int64_t grace;  ///< an alert may come so long after its passage
    int64_t merge;  ///< alerts of no passage that name one person at one camera
                    ///< no more than this apart are one
    int64_t offset; ///< is added to times of alerts, where `offset_given`
    bool offset_given; ///< else it is estimated
    bool crowd;        ///< others pass the cameras too
    float threshold;   ///< candidates from this score on are alerts
} assay_scenario_rule;

/// Nobody.
#define ASSAY_NOBODY UINT32_MAX
/// What an alert belongs to, if not to a passage.
/// no passage at that camera and time; one of several people's; these and
/// whatever else is no passage.
#define ASSAY_OF_NONE UINT32_MAX
#define ASSAY_OF_SEVERAL (UINT32_MAX - 1)
#define ASSAY_OF_SPECIAL (UINT32_MAX - 1)

/// A passage that counts: one row of the log or several within the gap.
typedef struct assay_opportunity {
    int64_t entered, left;
    int64_t own_first; ///< first alert that named the person; ASSAY_NEVER
    uint32_t subject, camera;
    uint32_t row;         ///< the earliest row
    uint32_t identity;    ///< of the person on the list; ASSAY_NOBODY
    uint32_t list_size;   ///< identities enrolled when it began
    uint32_t first_named; ///< those named in it lie together
    uint32_t named_count;
    float own_best;   ///< best score of the person's own entry; -inf
    float own_sure;   ///< the same of alerts that can be of nobody else
    float other_best; ///< best score of anybody else's; -inf
    float maybe_best; ///< best of alerts that name somebody else and may be
                      ///< another person's; -inf
    // Bits, so that fewer bytes pass by in scans over all.
    bool acquired : 1, listed : 1, enrolled : 1, kept : 1, outside : 1;
    bool beside : 1; ///< another person's overlaps it, and camera and time
                     ///< alone tell of which an alert is that names neither
} assay_opportunity;

/// Somebody named in a passage, once whatever the number of alerts.
typedef struct assay_named {
    int64_t first;      ///< first alert; ASSAY_NEVER: candidates alone
    int64_t decided_at; ///< first decision; ASSAY_NEVER: none
    uint32_t passage, identity;
    uint32_t officer; ///< who took it; ASSAY_NO_STRING
    float best;
    uint8_t decision; ///< credible if any was
    uint8_t outcome;
} assay_named;

/// Alerts of no certain passage that name one person at one camera, merged.
typedef struct assay_loose {
    int64_t time, last;
    int64_t decided_at; ///< first decision; ASSAY_NEVER: none
    uint32_t camera, identity;
    uint32_t officer; ///< who took it; ASSAY_NO_STRING
    uint32_t alerts;  ///< how many were merged
    uint8_t decision; ///< credible if any was
    uint8_t outcome;  ///< right if any was recorded so, then wrong
    bool among;       ///< volunteers were in front of the camera
} assay_loose;

/// What a merged alert of no certain passage is.
typedef enum assay_loose_is {
    ASSAY_LOOSE_SEEDED, ///< names a volunteer
    ASSAY_LOOSE_RIGHT,  ///< recorded as right
    ASSAY_LOOSE_WRONG,  ///< recorded as wrong, or of an entry that nobody who
                        ///< passed can be
    ASSAY_LOOSE_UNKNOWN
} assay_loose_is;

/// What the clocks say of each other.
typedef struct assay_clock {
    int64_t offset;      ///< that was used, where a camera has none of its own
    int64_t low, high;   ///< shifts around it that put as many alerts into
                         ///< their passages, but for chance; both `offset`
                         ///< unless `told`
    int64_t least, most; ///< offsets of cameras
    uint64_t checked;    ///< alerts that tell; the first of those that name one
                         ///< person at one camera within the gap
    uint64_t inside;     ///< of them, in their passage as the clocks stand
    uint64_t best;       ///< with the best shift
    uint32_t own;        ///< cameras with an offset of their own
    bool told;           ///< alerts tell how the clocks stand
    bool shifted;        ///< it was estimated, and isn't that of the clocks
    bool rivals;         ///< shifts a minute and more from it put as many there
} assay_clock;

/// What was found on the way.
typedef struct assay_scenario_seen {
    uint64_t alerts;       ///< at or above the threshold
    uint64_t merged;       ///< rows of passages that were merged into others
    uint64_t open;         ///< passages that never end
    uint64_t open_last;    ///< and end with the longest
    uint64_t hours_long;   ///< that last an hour or more
    uint64_t outside;      ///< alerts that lie outside the passage they name
    int64_t far_outside;   ///< how far the farthest
    uint64_t before;       ///< alerts before the first passage
    uint64_t after;        ///< and after the last one
    uint64_t no_camera;    ///< at cameras without any passage
    uint64_t off_list;     ///< alerts that name somebody not on the list then
    uint64_t beside;       ///< passages that others overlap, as above
    uint64_t shared_own;   ///< that name one of several in front of a camera
    uint64_t several;      ///< that name none of several
    uint64_t none;         ///< of no passage
    uint64_t linked_false; ///< that name their passage, and somebody else
    uint64_t left_out;     ///< of passages that were left out
    uint64_t contradicted; ///< whose recorded outcome the passage contradicts
    uint64_t pictures;     ///< whose outcome was judged from pictures alone
    uint32_t most_rank;    ///< place among the candidates, at most; 0: not said
    uint32_t most_named;   ///< identities named in one passage, at most
    uint64_t list[3];      ///< identities on the list when passages began:
                           ///< least, median, most
    uint64_t not_enrolled; ///< listed identities that were never enrolled
    uint64_t listed;       ///< identities on the list at any time
} assay_scenario_seen;

/// Spans of time in which somebody is on the list, of an identity from
/// start[identity] to before start[identity + 1], ascending and apart.
typedef struct assay_spans {
    int64_t *from, *to;
    size_t *start;
    size_t count;
} assay_spans;

/// All of it. Ended by assay_scenario_free().
typedef struct assay_scenario {
    assay_trial_rows rows;
    assay_scenario_rule rule;
    assay_clock clock;
    int64_t *offset_of; ///< of a camera: what is added to times of its alerts
    assay_scenario_seen seen;
    uint32_t identities;
    uint32_t *identity_of_reference, *identity_of_subject;
    uint8_t *kind; ///< of an identity: seeded, operational or filler
    assay_spans listed, enrolled;
    int64_t *size_from; ///< the size of the list from then on
    uint32_t *size_of;  ///< `sizes` of both
    size_t sizes;
    assay_opportunity *passages;
    size_t count;
    uint32_t *passage_of_row;
    uint32_t *row_by_time; ///< rows of passages in the order of `entered`
    uint32_t *by_camera;   ///< passages by camera, then `entered`
    int64_t first, last;   ///< when the first passage began, the last one ended
    uint32_t *of;          ///< passage of an alert, or ASSAY_OF_...
    assay_named *named;
    size_t named_count;
    uint32_t *loose;   ///< alerts of no certain passage, by camera, identity,
                       ///< then time
    bool *loose_among; ///< whether volunteers were in front of the camera
    size_t loose_count;
} assay_scenario;

/// Joins the rows, which must live as long. On success the caller owns `*out`.
/// ASSAY_EINPUT, with the line of a passage, where the log has more than
/// ASSAY_CROWDED people in front of a camera at once.
assay_status assay_scenario_join(const assay_trial_rows *rows,
                                 const assay_scenario_rule *rule,
                                 assay_scenario **out, assay_error *err);
void assay_scenario_free(assay_scenario *s);

enum { ASSAY_CROWDED = 1000 };

/// Alerts of no certain passage, merged within `merge`: fills `out`, unless it
/// is NULL, which has room for loose_count; returns how many.
size_t assay_scenario_merge(const assay_scenario *s, int64_t merge,
                            assay_loose *out);
/// What one of them is.
assay_loose_is assay_scenario_loose_is(const assay_scenario *s,
                                       const assay_loose *one);
/// Whether an identity is in `spans` at a time.
bool assay_spans_hold(const assay_spans *spans, uint32_t identity,
                      int64_t time);
/// Identities enrolled at a time.
uint32_t assay_scenario_list_size(const assay_scenario *s, int64_t time);
/// When an alert was raised, on the clock of the passages.
static inline int64_t assay_scenario_time(const assay_scenario *s, size_t alert)
{
    const assay_alert *a = &s->rows.alerts[alert];
    return a->time + s->offset_of[a->camera];
}

#endif
