// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth_text.h"

#include "base/alloc.h"
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER = 32, PIECE = 256, NAME = 22 };

typedef struct page {
    char *text;
    size_t length, room;
    bool no_memory;
} page;

static void put(page *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Appends; what does not fit PIECE bytes is no line for a terminal.
static void put(page *to, const char *format, ...)
{
    if (to->room - to->length < PIECE) {
        const size_t room = to->room + (to->room >> 1) + 16 * (size_t)PIECE;
        if (to->no_memory || !assay_grow(&to->text, room, 1)) {
            to->no_memory = true;
            return;
        }
        to->room = room;
    }
    va_list arguments;
    va_start(arguments, format);
    const int n = vsnprintf(to->text + to->length, PIECE, format, arguments);
    va_end(arguments);
    if (n > 0) to->length += n < PIECE ? (size_t)n : PIECE - 1;
}

// A whole number with commas between thousands.
static const char *whole(double value, char text[NUMBER])
{
    char digits[NUMBER];
    const int n = snprintf(digits, sizeof digits, "%.0f", value);
    char *end = text;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) *end++ = ',';
        *end++ = digits[i];
    }
    *end = '\0';
    return text;
}

static const char *number(double value, int digits, char text[NUMBER])
{
    text[assay_print_double(value, digits, text)] = '\0';
    return text;
}

// A name, cut to NAME bytes; names are ASCII.
static const char *name_of(const assay_truth *truth, size_t g)
{
    return g == ASSAY_EVERYBODY ? "everybody"
                                : truth->population->groups[g].name;
}

static void put_head(page *to, const assay_truth *truth)
{
    const assay_simulate_scores_options *o = truth->population->options;
    const assay_truth_part all = assay_truth_total(truth);
    char people[NUMBER], images[NUMBER], mated[NUMBER], non[NUMBER];
    put(to, "assay %s  simulate scores  seed %llu\n", assay_version(),
        (unsigned long long)o->seed);
    if (!truth->images) return;
    put(to, "%s people, %s images, one of each the reference\n",
        whole(all.people, people), whole((double)truth->images, images));
    put(to, "%s mated and %s non-mated comparisons\n", whole(all.mated, mated),
        whole(all.non_mated, non));
}

static void put_group(page *to, const assay_truth *truth, size_t g)
{
    const assay_sim_group *group = &truth->population->groups[g];
    const assay_truth_part *part = &truth->parts[g];
    char people[NUMBER], mated[NUMBER], non[NUMBER], mean[NUMBER],
        shift[NUMBER];
    const bool counted = truth->images > 0;
    put(to, "  %-*.*s  %10s  %10s  %10s  %6s  %6s\n", NAME, NAME,
        truth->population->grouped ? group->name : "everybody",
        counted ? whole(part->people, people) : number(part->people, 4, people),
        counted ? whole(part->mated, mated) : "-",
        counted ? whole(part->non_mated, non) : "-",
        number(group->mean, 4, mean), number(group->shift, 4, shift));
}

static void put_groups(page *to, const assay_truth *truth)
{
    put(to, "\nHOW THEY WERE MADE\n");
    put(to, "  %-*s  %10s  %10s  %10s  %6s  %6s\n", NAME,
        truth->population->grouped ? truth->population->options->attribute : "",
        truth->images ? "people" : "share", "mated", "non-mated", "mean",
        "shift");
    for (size_t g = 0; g < truth->population->group_count; g++)
        put_group(to, truth, g);
    put(to, "  Scores are normal, in standard deviations: mated ones about the "
            "mean,\n  non-mated ones about the shift.\n");
}

static void put_row(page *to, const assay_truth *truth, size_t g, double fmr,
                    double threshold)
{
    char asked[NUMBER], at[NUMBER], wrong[NUMBER], missed[NUMBER];
    const bool first = g == ASSAY_EVERYBODY;
    put(to, "  %9s  %9s  %-*.*s  %11s  %11s\n",
        first ? number(fmr, 3, asked) : "",
        first ? number(threshold, 5, at) : "", NAME, NAME, name_of(truth, g),
        number(assay_truth_fmr(truth, g, threshold), 3, wrong),
        number(assay_truth_fnmr(truth, g, threshold), 3, missed));
}

static void put_target(page *to, const assay_truth *truth, double fmr)
{
    const assay_population *population = truth->population;
    const double threshold = assay_truth_threshold(truth, ASSAY_EVERYBODY, fmr);
    put_row(to, truth, ASSAY_EVERYBODY, fmr, threshold);
    for (size_t g = 0; population->grouped && g < population->group_count; g++)
        put_row(to, truth, g, fmr, threshold);
}

static void put_rates(page *to, const assay_truth *truth)
{
    const size_t count =
        sizeof assay_truth_targets / sizeof *assay_truth_targets;
    char eer[NUMBER], auc[NUMBER];
    put(to, "\nTHE TRUTH\n  %9s  %9s  %-*s  %11s  %11s\n", "FMR asked",
        "threshold", NAME, "of", "FMR", "FNMR");
    for (size_t i = 0; i < count; i++)
        put_target(to, truth, assay_truth_targets[i]);
    put(to, "  EER %s   AUC %s\n",
        number(assay_truth_eer(truth, ASSAY_EVERYBODY), 4, eer),
        number(assay_truth_auc(truth, ASSAY_EVERYBODY), 6, auc));
}

char *assay_truth_text(const assay_truth *truth)
{
    page to = {NULL, 0, 0, false};
    put_head(&to, truth);
    put_groups(&to, truth);
    put_rates(&to, truth);
    if (!to.no_memory) return to.text;
    assay_free(to.text);
    return NULL;
}
