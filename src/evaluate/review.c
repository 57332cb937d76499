// SPDX-License-Identifier: Apache-2.0
#include "evaluate/review.h"

#include "base/alloc.h"
#include "base/order.h"
#include "base/output.h"
#include "count/extremes.h"

enum { ROWS = 200 };

typedef struct review {
    assay_output *out;
    assay_counter *counter;
    const assay_strings *people;
    bool distance;
} review;

static assay_status put_class(const review *r, int class, const char *what,
                              assay_error *err)
{
    enum { DIGITS = 9 };
    size_t count = 0;
    ASSAY_AUTO(assay_drop) assay_extreme *found = NULL;
    ASSAY_TRY(
        assay_counter_extremes(r->counter, class, ROWS, &found, &count, err));
    for (size_t i = 0; i < count; i++) {
        const double score = (double)assay_score_of(found[i].key);
        assay_output_text(r->out, what);
        assay_output_text(r->out, ",");
        assay_output_field(r->out,
                           assay_strings_text(r->people, found[i].probe));
        assay_output_text(r->out, ",");
        assay_output_field(r->out,
                           assay_strings_text(r->people, found[i].reference));
        assay_output_text(r->out, ",");
        assay_output_double(r->out, r->distance ? 0 - score : score, DIGITS);
        assay_output_text(r->out, "\n");
    }
    return ASSAY_OK;
}

assay_status assay_review_write(const char *path, assay_counter *counter,
                                const assay_strings *people, bool distance,
                                assay_error *err)
{
    review r = {NULL, counter, people, distance};
    if (!people)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--review names people, and the scores have no "
                          "subject ids; leave it out, or give columns "
                          "probe_subject and reference_subject");
    ASSAY_TRY(assay_output_open(path, &r.out, err));
    assay_output_text(r.out, "what,probe_subject,reference_subject,score\n");
    assay_status status = put_class(&r, ASSAY_MATED, "mated but unlike", err);
    if (status == ASSAY_OK)
        status = put_class(&r, ASSAY_NON_MATED, "non-mated but alike", err);
    if (status == ASSAY_OK) return assay_output_commit(r.out, err);
    assay_output_abandon(r.out);
    return status;
}
