// SPDX-License-Identifier: Apache-2.0
// Names need no quoting: group_texts.c takes none that would.
#include "simulate/street_rows.h"

#include "simulate/street_times.h"

// What comes of somebody rightly stopped.
static const double arrested = 0.5, other_disposal = 0.25;
static const char *const places[] = {"Market Square", "Station Road",
                                     "Castle Street"};

static void put_id(assay_output *output, const char *letter, uint64_t number,
                   uint64_t of)
{
    assay_output_text(output, letter);
    assay_street_put_number(output, number + 1, assay_street_width(of));
}

// Volunteers are "s", other listed people "p".
static void put_subject(const assay_street *street, uint64_t subject,
                        assay_output *output)
{
    if (subject < street->people)
        put_id(output, "s", subject, street->people);
    else
        put_id(output, "p", subject - street->people,
               street->options->watchlist);
}

static const char *kind_of(const assay_street *street, uint64_t entry)
{
    const uint64_t seeded = street->options->volunteers;
    return entry < seeded                         ? "seeded"
           : entry < seeded + street->operational ? "operational"
                                                  : "filler";
}

assay_status assay_street_put_watchlist(const assay_street *street,
                                        assay_output *output, assay_error *err)
{
    const uint64_t all = street->options->watchlist;
    assay_output_text(output,
                      "reference_id,subject_id,kind,from,to,enrolled\n");
    for (uint64_t i = 0; i < all; i++) {
        ASSAY_TRY(assay_street_go_on(street, "naming", i, all, err));
        const uint64_t subject = assay_street_subject(street, i);
        const assay_street_person person = assay_street_draw(street, subject);
        put_id(output, "r", i, all);
        assay_output_text(output, ",");
        put_subject(street, subject, output);
        assay_output_text(output, ",");
        assay_output_text(output, kind_of(street, i));
        assay_output_text(output, ",");
        assay_street_put_time(output, assay_street_day(street, person.from) *
                                          ASSAY_STREET_DAY_MS);
        assay_output_text(output, person.enrolled ? ",,1\n" : ",,0\n");
    }
    return ASSAY_OK;
}

assay_status assay_street_put_subjects(const assay_street *street,
                                       assay_output *output, assay_error *err)
{
    const assay_street_kinds *groups = &street->groups;
    assay_output_text(output, "subject_id");
    if (groups->named)
        assay_output_format(output, ",%s", street->options->attribute);
    assay_output_text(output, "\n");
    for (uint64_t i = 0; i < street->people; i++) {
        ASSAY_TRY(assay_street_go_on(street, "naming", i, street->people, err));
        put_subject(street, i, output);
        if (groups->named)
            assay_output_format(
                output, ",%s",
                groups->kind[assay_street_draw(street, i).group].name);
        assay_output_text(output, "\n");
    }
    return ASSAY_OK;
}

void assay_street_transits_begin(const assay_street *street,
                                 assay_output *output)
{
    assay_output_text(output, "transit_id,subject_id,camera,entered,left,"
                              "acquired,session");
    assay_output_text(output, street->lights.named ? ",light\n" : "\n");
}

void assay_street_put_transit(const assay_street *street,
                              const assay_street_passage *p, uint64_t subject,
                              uint64_t deployment, assay_output *output)
{
    put_id(output, "t", p->transit - 1, 1);
    assay_output_text(output, ",");
    put_subject(street, subject, output);
    assay_output_text(output, ",");
    assay_output_text(output, street->cameras.kind[p->camera].name);
    assay_output_text(output, ",");
    assay_street_put_time(output, p->entered);
    assay_output_text(output, ",");
    assay_street_put_time(output, p->left);
    assay_output_text(output, p->acquired ? ",1," : ",0,");
    put_id(output, "d", deployment, street->options->deployments);
    if (street->lights.named) {
        assay_output_text(output, ",");
        assay_output_text(output, street->lights.kind[p->light].name);
    }
    assay_output_text(output, "\n");
}

void assay_street_crowd_begin(const assay_street *street, assay_output *output)
{
    assay_output_text(output, "camera,from,to,count");
    assay_output_text(output,
                      street->options->counters > 1 ? ",counter\n" : "\n");
}

static void put_count(const assay_street *street, size_t camera,
                      const assay_street_counted *counted, uint64_t count,
                      const char *counter, assay_output *output)
{
    assay_output_text(output, street->cameras.kind[camera].name);
    assay_output_text(output, ",");
    assay_street_put_time(output, counted->from);
    assay_output_text(output, ",");
    assay_street_put_time(output, counted->to);
    assay_output_text(output, ",");
    assay_street_put_number(output, count, 1);
    assay_output_text(output, counter);
    assay_output_text(output, "\n");
}

void assay_street_put_crowd(const assay_street *street, size_t camera,
                            const assay_street_counted *counted,
                            assay_output *output)
{
    const bool two = street->options->counters > 1;
    put_count(street, camera, counted, counted->each[0], two ? ",A" : "",
              output);
    if (!two) return;
    put_count(street, camera, counted, counted->each[1], ",B", output);
    put_count(street, camera, counted, counted->both, ",both", output);
}

void assay_street_deployments_begin(assay_output *output)
{
    assay_output_text(
        output,
        "row_id,date,location,hours,watchlist_size,faces_seen,alerts,"
        "true_alerts,true_confirmed,true_unconfirmed,false_alerts,"
        "false_confirmed,false_unconfirmed,engagements,"
        "false_alert_engagements,interventions_true,interventions_false,"
        "arrests,other_disposal,no_action,threshold,"
        "printed_false_alert_rate\n");
}

static void put_masked(const assay_street *street, uint64_t count,
                       assay_output *output)
{
    const uint64_t mask = street->options->mask;
    assay_output_text(output, ",");
    if (count < mask) assay_output_text(output, "<");
    assay_street_put_number(output, count < mask ? mask : count, 1);
}

// False alerts per face counted, in percent with two digits, as records do.
static void put_printed(const assay_street_record *record, uint64_t wrong,
                        assay_output *output)
{
    assay_output_text(output, ",");
    if (record->faces) {
        const double percent = 100 * (double)wrong / (double)record->faces;
        const uint64_t hundredths = (uint64_t)(100 * percent + 0.5);
        assay_street_put_number(output, hundredths / 100, 1);
        assay_output_text(output, ".");
        assay_street_put_number(output, hundredths % 100, 2);
        assay_output_text(output, "%");
    }
    assay_output_text(output, "\n");
}

static void put_counts(const assay_street *street, const assay_street_record *r,
                       assay_street_dice *dice, assay_output *output)
{
    uint64_t arrests = 0, other = 0, nothing = r->wrong[0];
    for (uint64_t i = 0; i < r->right[0]; i++) {
        const double u = assay_street_uniform(dice);
        arrests += u < arrested;
        other += u >= arrested && u < arrested + other_disposal;
        nothing += u >= arrested + other_disposal;
    }
    const uint64_t counts[] = {
        r->faces,    r->alerts,   r->right[0] + r->right[1],
        r->right[0], r->right[1], r->wrong[0] + r->wrong[1],
        r->wrong[0], r->wrong[1], r->right[0] + r->wrong[0],
        r->wrong[0], r->right[0], r->wrong[0],
        arrests,     other,       nothing};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        put_masked(street, counts[i], output);
}

void assay_street_put_deployment(const assay_street *street,
                                 uint64_t deployment,
                                 const assay_street_record *record,
                                 assay_street_dice *dice, assay_output *output)
{
    const assay_simulate_street_options *o = street->options;
    put_id(output, "d", deployment, o->deployments);
    assay_output_text(output, ",");
    assay_street_put_day(output, assay_street_day(street, deployment));
    assay_output_text(output, ",");
    assay_output_text(output,
                      places[deployment % (sizeof places / sizeof *places)]);
    assay_output_text(output, ",");
    assay_output_double(output, o->hours, 0);
    assay_output_text(output, ",");
    assay_street_put_number(output, o->watchlist, 1);
    put_counts(street, record, dice, output);
    assay_output_text(output, ",");
    assay_output_double(output, o->threshold, 0);
    put_printed(record, record->wrong[0] + record->wrong[1], output);
}
