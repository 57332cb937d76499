// SPDX-License-Identifier: Apache-2.0
/// What happened on each day at each camera of a trial.
///
/// Days differ, in who comes, in the light, in how the system was set up: they,
/// not alerts, are the sample of how often a camera raises false ones. A day is
/// a date (UTC) on which cameras watched; a stretch of time in which the crowd
/// was counted is of the day on which it began, and so are the alerts in it.
#ifndef MEASURE_SCENARIO_DAYS_H
#define MEASURE_SCENARIO_DAYS_H

#include "measure/operational_pool.h"
#include "measure/scenario_study.h"

/// A camera on a day.
typedef struct assay_scenario_day {
    int64_t date;      ///< days since 1970-01-01
    uint32_t camera;   ///< number of it
    uint32_t day;      ///< which of the days of the trial, from 0
    double hours;      ///< that it watched
    double people;     ///< of the public who passed
    double apart;      ///< of them, while no volunteer was in front of it
    double wrong;      ///< false alerts
    double open;       ///< alerts that nobody verified
    double about;      ///< false ones that are about the public
    double about_open; ///< unverified ones that are
    double among;      ///< alerts that may be: a volunteer was in front too
} assay_scenario_day;

/// Any camera.
#define ASSAY_ANY_CAMERA UINT32_MAX

/// The camera that a group of passages is of; ASSAY_ANY_CAMERA where it is of
/// another kind, or of passages whose camera is not known.
uint32_t assay_scenario_camera_of(const assay_study_scenario *y, size_t cell);

/// What notes say of days, and where there is only one.
extern const char *const assay_scenario_by_day;
extern const char *const assay_scenario_one_day;

/// What is summed of a day.
typedef double (*assay_scenario_sum)(const assay_scenario_day *day);

/// A rate pooled over days.
typedef struct assay_scenario_pooled {
    double events, trials;
    size_t days; ///< with trials
    assay_pool_ends of;
} assay_scenario_pooled;

/// Fills y->days with when cameras watched: where the crowd was counted, else
/// between the first and the last row of a camera's logs, without gaps above
/// half an hour; and with the alerts, each on its day. An alert of a day on
/// which its camera did not watch is of the last day before on which it did.
/// False without memory.
bool assay_scenario_days_fill(assay_study_scenario *y);

/// A rate of one camera or all, by day (measure/operational_pool.h).
assay_scenario_pooled assay_scenario_pool(const assay_study_scenario *y,
                                          uint32_t camera,
                                          assay_scenario_sum events,
                                          assay_scenario_sum trials);

/// The first row of a camera's count of the crowd that ends after a time.
size_t assay_scenario_counted_after(const assay_study_scenario *y,
                                    uint32_t camera, int64_t time);
/// The first row of the stretch of a camera in which the crowd was counted that
/// holds a time, or SIZE_MAX.
size_t assay_scenario_stretch(const assay_study_scenario *y, uint32_t camera,
                              int64_t time);

/// The day of a camera to which what happens at a time belongs; NULL where no
/// camera watched at all.
assay_scenario_day *assay_scenario_day_at(const assay_study_scenario *y,
                                          uint32_t camera, int64_t time);
/// A day, and times of its camera that belong to it: from `from` to before
/// `until`. All zero: none.
typedef struct assay_scenario_day_span {
    assay_scenario_day *day;
    int64_t from, until;
    uint32_t camera;
} assay_scenario_day_span;
/// The same for many times, of which one often belongs to the day of the one
/// before: that is `last`, kept from call to call, at first all zero.
assay_scenario_day *assay_scenario_day_again(const assay_study_scenario *y,
                                             uint32_t camera, int64_t time,
                                             assay_scenario_day_span *last);

#endif
