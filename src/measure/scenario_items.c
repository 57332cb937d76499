// SPDX-License-Identifier: Apache-2.0
// What a report of a test should state (ISO/IEC 19795, 17025), item by item,
// with blanks marked.
#include "measure/scenario_study.h"

#include <string.h>

// An item, and what the about texts say of it.
typedef struct item {
    const char *key;
    const char *about[4]; ///< keys; the first that is there is quoted
    const char *measured; ///< what the result itself states; or NULL
} item;

static const item items[] = {
    {"items.01_evaluator", {"tester", "client", "funding"}, NULL},
    {"items.02_type", {NULL}, "scenario evaluation"},
    {"items.03_system", {"system", "version"}, NULL},
    {"items.04_place_and_light", {"place"}, NULL},
    {"items.05_test_crew", {"crew", "consent"}, NULL},
    {"items.06_watchlist", {"watchlist"}, "figure: identities on the list"},
    {"items.07_protocol", {"protocol", "dates"}, NULL},
    {"items.08_ground_truth", {"ground_truth"}, NULL},
    {"items.09_deviations", {"deviations"}, NULL},
    {"items.10_counts", {NULL}, "events and trials of every figure"},
    {"items.11_uncertainty", {NULL}, "method and level of every figure"},
    {"items.12_threshold", {"threshold_chosen"}, NULL},
    {"items.13_groups", {"labels"}, NULL},
    {"items.14_throughput",
     {NULL},
     "figures: seconds in front of a camera, seconds to the right alert"},
    {"items.15_comparisons_tested",
     {NULL},
     "ratios between groups, adjusted for their number"},
    {"items.16_limits", {NULL}, "statements: cannot be told from this"},
    {"items.17_retention", {"retention"}, NULL},
    {"items.18_digests", {NULL}, "inputs, version and seed"},
    {"items.19_decision_rule",
     {NULL},
     "requirements: met where the whole interval complies"},
    {"items.20_signature", {"signature"}, NULL},
};

static const char *about_of(const assay_study_scenario *y, const char *key)
{
    const assay_pairs *about = &y->options->common.about;
    for (size_t i = 0; i < about->count; i++)
        if (strcmp(about->items[i].key, key) == 0) return about->items[i].value;
    return NULL;
}

void assay_scenario_items(assay_study_scenario *y)
{
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        const item *it = &items[i];
        const char *text = NULL;
        for (size_t k = 0; k < 4 && it->about[k] && !text; k++)
            text = about_of(y, it->about[k]);
        if (!text) text = it->measured;
        assay_build_fact(y->result, it->key, text ? text : "not stated");
    }
}
