// SPDX-License-Identifier: Apache-2.0
#include "simulate/labelled.h"

#include "base/alloc.h"
#include "stats/philox.h"

enum { ID = 32, DIGITS = 9 }; // nine digits give the same float32 back

// What is written for a probe, and the references in an order in which the
// first `references` are a random choice.
typedef struct writer {
    const assay_population *population;
    const assay_drawn *drawn;
    assay_output *output;
    int width; // of the number in an id
    uint32_t *order;
    assay_random random;
} writer;

static int width_of(uint64_t count)
{
    int width = 1;
    for (; count >= 10; count /= 10) width++;
    return width;
}

// "s" and the number from 1, with zeros before it.
static void id_of(const writer *w, uint64_t subject, char id[ID])
{
    uint64_t number = subject + 1;
    id[0] = 's';
    id[1 + w->width] = '\0';
    for (int i = w->width; i > 0; i--, number /= 10)
        id[i] = (char)('0' + number % 10);
}

static void put_row(const writer *w, const char *probe, uint64_t image,
                    uint64_t other, double score)
{
    char reference[ID], text[32];
    id_of(w, other, reference);
    const size_t length =
        assay_print_double((double)(float)score, DIGITS, text);
    assay_output_format(w->output, "%s-%llu,%s-1,%s,%s,", probe,
                        (unsigned long long)image + 1, reference, probe,
                        reference);
    assay_output_bytes(w->output, text, length);
    assay_output_bytes(w->output, "\n", 1);
}

// Moves a random choice of `references` others to the front of the order.
static void choose(writer *w, uint64_t subject)
{
    const uint32_t count = (uint32_t)w->drawn->count;
    for (uint32_t i = 0, made = 0; made < w->drawn->references; i++) {
        const uint32_t j = i + assay_random_below(&w->random, count - i);
        const uint32_t other = w->order[j];
        w->order[j] = w->order[i];
        w->order[i] = other;
        made += other != subject;
    }
}

static void put_probe(writer *w, uint64_t subject, uint64_t image)
{
    const assay_drawn_person *person = &w->drawn->people[subject];
    const uint64_t number = person->first_image + image;
    const bool all = w->drawn->references + 1 == w->drawn->count;
    char probe[ID];
    id_of(w, subject, probe);
    put_row(w, probe, image, subject,
            assay_drawn_mated(w->population, person, number));
    if (!all) choose(w, subject);
    for (uint64_t i = 0, made = 0; made < w->drawn->references; i++) {
        const uint64_t other = all ? i : w->order[i];
        if (other == subject) continue;
        put_row(w, probe, image, other,
                assay_drawn_non_mated(w->population, w->drawn, person, number,
                                      other));
        made++;
    }
}

static assay_status go_on(const writer *w, uint64_t subject, assay_error *err)
{
    if (subject % 64 != 0) return ASSAY_OK;
    return assay_go_on(&w->population->options->watch, "simulating", subject,
                       w->drawn->count, err);
}

static assay_status put_people(writer *w, assay_truth_part *parts,
                               assay_error *err)
{
    for (uint64_t i = 0; i < w->drawn->count; i++) {
        const assay_drawn_person *person = &w->drawn->people[i];
        assay_truth_part *part = &parts[person->group];
        const double probes = person->images - 1;
        ASSAY_TRY(go_on(w, i, err));
        for (uint64_t t = 1; t < person->images; t++) put_probe(w, i, t);
        part->people++;
        part->mated += probes;
        part->non_mated += probes * (double)w->drawn->references;
    }
    return ASSAY_OK;
}

assay_status assay_labelled_scores(const assay_population *population,
                                   const assay_drawn *drawn,
                                   assay_output *output,
                                   assay_truth_part *parts, assay_error *err)
{
    const assay_place place = {population->options->seed, 0, 0,
                               ASSAY_SIM_CHOICE};
    ASSAY_AUTO(assay_drop)
    uint32_t *order = assay_new(0, (size_t)drawn->count, sizeof *order);
    writer w = {population, drawn,
                output,     width_of(drawn->count),
                order,      assay_random_at(place)};
    if (!order) return assay_fail_memory(err, "the people");
    for (uint32_t i = 0; i < drawn->count; i++) order[i] = i;
    assay_output_text(output, "probe_id,reference_id,probe_subject,"
                              "reference_subject,score\n");
    return put_people(&w, parts, err);
}

void assay_labelled_subjects(const assay_population *population,
                             const assay_drawn *drawn, assay_output *output)
{
    const writer w = {.drawn = drawn, .width = width_of(drawn->count)};
    const bool grouped = population->grouped;
    assay_output_format(output, "subject_id%s%s\n", grouped ? "," : "",
                        grouped ? population->options->attribute : "");
    for (uint64_t i = 0; i < drawn->count; i++) {
        char id[ID];
        id_of(&w, i, id);
        assay_output_format(output, "%s%s%s\n", id, grouped ? "," : "",
                            population->groups[drawn->people[i].group].name);
    }
}
