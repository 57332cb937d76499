// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_log.h"

#include "base/alloc.h"
#include "simulate/street_times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 9, HELD = 4096 }; // nine give the same float32 back

void assay_street_log_begin(assay_street_log *log)
{
    log->full = HELD;
    assay_output_text(log->output, "alert_id,");
    if (!log->street->options->by_time)
        assay_output_text(log->output, "transit_id,");
    assay_output_text(log->output,
                      "time,camera,reference_id,score,rank,decision,"
                      "decided_at,operator,outcome,basis\n");
}

assay_status assay_street_log_add(assay_street_log *log,
                                  const assay_street_alert *alert,
                                  assay_error *err)
{
    if (log->count == log->room) {
        const size_t room = 2 * log->room + 256;
        if (!assay_grow(&log->held, room, sizeof *log->held))
            return assay_fail_memory(err, "the alerts");
        log->room = room;
    }
    log->held[log->count++] = *alert;
    return ASSAY_OK;
}

static int by_time(const void *a, const void *b)
{
    const assay_street_alert *one = a, *other = b;
    if (one->time != other->time) return one->time < other->time ? -1 : 1;
    if (one->entry != other->entry) return one->entry < other->entry ? -1 : 1;
    if (one->score != other->score) return one->score > other->score ? -1 : 1;
    return one->camera < other->camera ? -1 : one->camera > other->camera;
}

// A true time by the clock of the alerts.
static int64_t by_clock(const assay_street_log *log,
                        const assay_street_alert *alert, int64_t time)
{
    const assay_simulate_street_options *o = log->street->options;
    const double hours = (double)(time - alert->start) / 3600000;
    const double ahead = o->clock_offset + o->clock_drift * hours;
    return time + (int64_t)floor(ahead * 1000 + 0.5);
}

static void put_decision(assay_street_log *log, const assay_street_alert *alert)
{
    assay_output *to = log->output;
    if (alert->decision == ASSAY_STREET_UNDECIDED) {
        assay_output_text(to, "none,,");
        return;
    }
    assay_output_text(to, alert->decision == ASSAY_STREET_CREDIBLE
                              ? "credible,"
                              : "rejected,");
    assay_street_put_time(to, by_clock(log, alert, alert->decided));
    assay_output_text(to, ",op");
    assay_street_put_number(to, (uint64_t)alert->who + 1, 1);
}

static void put_outcome(assay_street_log *log, const assay_street_alert *alert)
{
    assay_output *to = log->output;
    if (!alert->alert || !alert->verified) {
        assay_output_text(to, ",unknown,\n");
        return;
    }
    assay_output_text(to, alert->right ? ",right," : ",wrong,");
    assay_output_text(to, alert->engaged ? "engagement\n" : "pictures\n");
}

static void put_row(assay_street_log *log, const assay_street_alert *alert)
{
    const assay_street *street = log->street;
    assay_output *to = log->output;
    char score[32];
    const size_t length =
        assay_print_double((double)alert->score, DIGITS, score);
    assay_output_text(to, "a");
    assay_street_put_number(to, ++log->written, 1);
    if (!street->options->by_time) {
        assay_output_text(to, alert->transit ? ",t" : ",");
        if (alert->transit) assay_street_put_number(to, alert->transit, 1);
    }
    assay_output_text(to, ",");
    assay_street_put_time(to, by_clock(log, alert, alert->time));
    assay_output_text(to, ",");
    assay_output_text(to, street->cameras.kind[alert->camera].name);
    assay_output_text(to, ",r");
    assay_street_put_number(to, (uint64_t)alert->entry + 1,
                            assay_street_width(street->options->watchlist));
    assay_output_text(to, ",");
    assay_output_bytes(to, score, length);
    assay_output_text(to, ",");
    assay_street_put_number(to, alert->rank, 1);
    assay_output_text(to, ",");
    put_decision(log, alert);
    put_outcome(log, alert);
}

void assay_street_log_flush(assay_street_log *log, int64_t now)
{
    size_t done = 0;
    if (!log->count) return;
    qsort(log->held, log->count, sizeof *log->held, by_time);
    while (done < log->count && log->held[done].time <= now)
        put_row(log, &log->held[done++]);
    log->count -= done;
    log->full = 2 * log->count + HELD;
    memmove(log->held, log->held + done, log->count * sizeof *log->held);
}
