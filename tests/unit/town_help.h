// SPDX-License-Identifier: Apache-2.0
// People in groups whose rates are asked for, measured at one threshold.
#ifndef TOWN_HELP_H
#define TOWN_HELP_H

#include "measure_help.h"

#include <stdio.h>

enum { PEOPLE = 90, EACH = 24, MOST = PEOPLE * EACH };

// People in three groups. Everybody is compared with themselves four times and
// with twenty others; how often that goes wrong depends on group and person.
typedef struct town {
    trial trials[MOST];
    size_t n;
    unsigned groups;
} town;

static inline unsigned mix(unsigned a, unsigned b)
{
    const unsigned x = (a * 2654435761u) ^ (b * 40503u + 77u);
    return (x ^ (x >> 13)) * 1274126177u >> 16;
}

// Events of 100 in a group: false matches, misses.
typedef struct rates {
    unsigned wrong[3], missed[3];
} rates;

static inline void build(town *t, unsigned groups, rates of)
{
    *t = (town){.groups = groups};
    for (uint32_t i = 0; i < PEOPLE; i++) {
        const uint8_t own = (uint8_t)(i % groups);
        for (uint32_t k = 0; k < EACH; k++) {
            const bool mated = k < 4;
            const uint32_t other = mated ? i : (i + k) % PEOPLE;
            const unsigned rate = mated ? of.missed[own] : of.wrong[own];
            const bool error = mix(i, k) % 100 < rate;
            t->trials[t->n++] =
                (trial){.probe = i,
                        .reference = other,
                        .mated = mated,
                        .score = mated == error ? 0.0f : 1.0f,
                        .probe_group = own,
                        .reference_group = (uint8_t)(other % groups)};
        }
    }
}

static const double half[] = {0.5};

static inline help_study study_by_group(const town *t)
{
    help_study study = study_of(t->trials, t->n, PEOPLE);
    study.groups = t->groups;
    study.options.thresholds = (assay_numbers){half, 1};
    return study;
}

static inline const assay_figure *at_half(const assay_result *result,
                                          const char *name, const char *group)
{
    char id[160];
    const bool own = strncmp(name, "p of", 4) == 0;
    const bool power = strncmp(name, "least", 5) == 0;
    const bool joint = strncmp(name, "IR", 2) == 0 ||
                       strncmp(name, "FDR", 3) == 0 ||
                       strncmp(name, "GARBE", 5) == 0;
    (void)snprintf(id, sizeof id, "%s@%sthreshold=0.5,group=%s", name,
                   own     ? "margin=1.25,"
                   : power ? "power=0.8,"
                   : joint ? "alpha=0.5,"
                           : "",
                   group);
    return figure_of(result, id);
}

#endif
