// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_truth.h"
#include "simulate/truth_page.h"

#include <math.h>

enum { NAME = 16, PARTS = 6 };

static const assay_street_of everybody = {ASSAY_STREET_ANY, ASSAY_STREET_ANY,
                                          ASSAY_STREET_ANY};

static const char *number(double value, char text[ASSAY_PAGE_NUMBER])
{
    return isnan(value) ? "-" : assay_page_number(value, 3, text);
}

static void put_head(assay_page *to, const assay_street_truth *truth)
{
    const assay_simulate_street_options *o = truth->street->options;
    const assay_street_walked *walked = truth->walked;
    char a[ASSAY_PAGE_NUMBER], b[ASSAY_PAGE_NUMBER], c[ASSAY_PAGE_NUMBER];
    assay_page_put(to, "assay %s  simulate street  seed %llu\n",
                   assay_version(), (unsigned long long)o->seed);
    assay_page_put(to, "%s deployments of %s hours, %s entries on the list\n",
                   assay_page_whole((double)o->deployments, a),
                   assay_page_number(o->hours, 3, b),
                   assay_page_whole((double)o->watchlist, c));
    if (truth->street->people)
        assay_page_put(
            to, "%s passages of %s volunteers on the list and %s who are not\n",
            assay_page_whole((double)(walked->transits + walked->lost), a),
            assay_page_whole((double)o->volunteers, b),
            assay_page_whole((double)o->others, c));
    if (o->crowd)
        assay_page_put(to, "%s passages of the public, %s faces counted\n",
                       assay_page_whole((double)walked->passages, a),
                       assay_page_whole((double)walked->faces, b));
    assay_page_put(to, "%s right and %s wrong alerts\n",
                   assay_page_whole((double)truth->sink->rows_right, a),
                   assay_page_whole((double)truth->sink->rows_wrong, b));
}

static void put_row(assay_page *to, const assay_street_truth *truth,
                    const char *name, assay_street_of of)
{
    char text[PARTS][ASSAY_PAGE_NUMBER];
    const size_t at = assay_street_truth_alert(truth);
    const assay_street_rates r = assay_street_truth_at(truth, of, at);
    assay_page_put(to, "  %-*.*s  %9s  %10s  %10s  %10s  %10s\n", NAME, NAME,
                   name, number(r.tpir, text[0]), number(r.fpir, text[1]),
                   number(r.fpir_here, text[2]), number(r.aside, text[3]),
                   number(r.crowd_alerts, text[4]));
}

static void put_kinds(assay_page *to, const assay_street_truth *truth,
                      const assay_street_kinds *kinds)
{
    const assay_street *street = truth->street;
    for (size_t i = 0; kinds->named && i < kinds->count; i++) {
        assay_street_of of = everybody;
        if (kinds == &street->groups) of.group = i;
        if (kinds == &street->cameras) of.camera = i;
        if (kinds == &street->lights) of.light = i;
        put_row(to, truth, kinds->kind[i].name, of);
    }
}

static void put_rates(assay_page *to, const assay_street_truth *truth)
{
    char at[ASSAY_PAGE_NUMBER];
    assay_page_put(to, "\nTHE TRUTH, a passage, from a score of %s on\n",
                   assay_page_number(truth->street->threshold, 5, at));
    assay_page_put(to, "  %-*s  %9s  %10s  %10s  %10s  %10s\n", NAME, "of",
                   "TPIR", "FPIR", "FPIR", "own entry", "wrong");
    assay_page_put(to, "  %-*s  %9s  %10s  %10s  %10s  %10s\n", NAME, "", "",
                   "such lists", "this list", "set aside", "on public");
    put_row(to, truth, "everybody", everybody);
    put_kinds(to, truth, &truth->street->groups);
    put_kinds(to, truth, &truth->street->cameras);
    put_kinds(to, truth, &truth->street->lights);
}

static void put_records(assay_page *to, const assay_street_truth *truth)
{
    const assay_simulate_street_options *o = truth->street->options;
    const assay_street_load load = assay_street_truth_load(truth);
    const double hours = o->hours * (double)o->deployments;
    char a[ASSAY_PAGE_NUMBER], b[ASSAY_PAGE_NUMBER], c[ASSAY_PAGE_NUMBER];
    if (!o->crowd) return;
    assay_page_put(
        to,
        "\n  Of 1,000 alerts on the public %s are wrong; %s wrong an hour.\n",
        number(1000 * load.wrong / (load.wrong + load.right), a),
        number(load.wrong * (double)truth->walked->passages / hours, b));
    assay_page_put(to,
                   "  Between deployments the rate of wrong ones differs by "
                   "%s of its mean (SD).\n",
                   number(assay_street_truth_spread(truth), c));
}

static void put_best(assay_page *to, const assay_street_truth *truth)
{
    const assay_street_best best = assay_street_truth_best(truth, everybody);
    char a[ASSAY_PAGE_NUMBER], b[ASSAY_PAGE_NUMBER];
    if (isnan(best.tpir)) return;
    assay_page_put(to,
                   "  A log of best candidates shows TPIR %s, own entry set "
                   "aside %s.\n",
                   number(best.tpir, a), number(best.aside, b));
}

char *assay_street_truth_text(const assay_street_truth *truth)
{
    assay_page to = {NULL, 0, 0, false};
    put_head(&to, truth);
    put_rates(&to, truth);
    put_records(&to, truth);
    put_best(&to, truth);
    return assay_page_end(&to);
}
