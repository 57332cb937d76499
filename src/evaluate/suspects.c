// SPDX-License-Identifier: Apache-2.0
#include "evaluate/suspects.h"

#include "base/alloc.h"
#include "base/order.h"
#include "base/output.h"
#include "count/tally.h"
#include "measure/identification.h"

#include <string.h>

enum { ROWS = 1000, DIGITS = 9 };

// The lower edge of the bucket that holds the median of non-mated scores; 0
// where it is not known.
static uint32_t median_of_strangers(const assay_found *found)
{
    const assay_tally *body = found->body;
    uint64_t below = 0;
    if (!body) return 0;
    for (uint32_t b = 0; b < ASSAY_BUCKETS; b++) {
        below += body->buckets[b].count;
        if (2 * below >= body->total && body->total) return b << 16;
    }
    return 0;
}

// Mates lie by key descending.
static uint32_t median_of_mates(const assay_found *found)
{
    return found->mate_count ? found->mates[found->mate_count / 2].key
                             : UINT32_MAX;
}

assay_suspects assay_suspects_count(const assay_found *found)
{
    assay_suspects count = {0, 0};
    const uint32_t low = median_of_strangers(found);
    const uint32_t high = median_of_mates(found);
    for (uint64_t i = found->mate_count; i-- > 0;) {
        if (found->mates[i].key >= low) break;
        count.mates++;
    }
    while (count.strangers < found->tail_count &&
           found->tail[count.strangers].key >= high)
        count.strangers++;
    return count;
}

// Writing of the review file.
typedef struct review {
    assay_output *out;
    const assay_suspects_of *of;
    uint32_t *people, *samples; // by canonical place
} review;

static void end_review(review *r)
{
    assay_free(r->people);
    assay_free(r->samples);
}

static assay_status order_of(const assay_strings *strings, uint32_t **out,
                             assay_error *err)
{
    *out = assay_new(0, assay_strings_count(strings), sizeof **out);
    if (*out && assay_strings_order(strings, *out)) return ASSAY_OK;
    return assay_fail_memory(err, "the review");
}

static assay_status start(review *r, const char *path, assay_error *err)
{
    ASSAY_TRY(order_of(r->of->cast->intake.subjects, &r->people, err));
    ASSAY_TRY(order_of(r->of->cast->samples, &r->samples, err));
    ASSAY_TRY(assay_output_open(path, &r->out, err));
    assay_output_text(r->out, "what,probe_id,reference_id,probe_subject,"
                              "reference_subject,score\n");
    return ASSAY_OK;
}

static void put_sample(review *r, uint32_t place)
{
    assay_output_field(
        r->out, assay_strings_text(r->of->cast->samples, r->samples[place]));
    assay_output_text(r->out, ",");
}

static void put_person(review *r, uint32_t place)
{
    assay_output_field(r->out, assay_strings_text(r->of->cast->intake.subjects,
                                                  r->people[place]));
    assay_output_text(r->out, ",");
}

static void put_score(review *r, uint32_t key)
{
    const double score = (double)assay_score_of(key);
    assay_output_double(r->out, r->of->cast->distance ? 0 - score : score,
                        DIGITS);
    assay_output_text(r->out, "\n");
}

static void put_what(review *r, bool mated)
{
    assay_output_text(r->out,
                      mated ? "mated but unlike," : "non-mated but alike,");
}

static void put_pair(review *r, bool mated, const assay_pair_found *pair)
{
    const assay_side *probes = r->of->probes;
    const assay_side *references = r->of->references;
    put_what(r, mated);
    put_sample(r, probes->sample[pair->probe]);
    put_sample(r, references->sample[pair->reference]);
    put_person(r, probes->person[pair->probe]);
    put_person(r, references->person[pair->reference]);
    put_score(r, pair->key);
}

assay_status assay_suspects_write(const assay_suspects_of *of,
                                  const assay_found *found, const char *path,
                                  assay_error *err)
{
    ASSAY_AUTO(end_review) review r = {.of = of};
    const assay_suspects count = assay_suspects_count(found);
    if (!path) return ASSAY_OK;
    ASSAY_TRY(start(&r, path, err));
    for (uint64_t i = 0; i < count.mates && i < ROWS; i++)
        put_pair(&r, true, &found->mates[found->mate_count - 1 - i]);
    for (uint64_t i = 0; i < count.strangers && i < ROWS; i++)
        put_pair(&r, false, &found->tail[i]);
    return assay_output_commit(r.out, err);
}

assay_status assay_suspects_write_searches(const assay_suspects_of *of,
                                           const assay_searches *searches,
                                           const char *path, assay_error *err)
{
    ASSAY_AUTO(end_review) review r = {.of = of};
    ASSAY_AUTO(assay_drop) assay_suspect *all = NULL;
    size_t count = 0;
    if (!path) return ASSAY_OK;
    ASSAY_TRY(assay_searches_suspects(searches, &all, &count, err));
    ASSAY_TRY(start(&r, path, err));
    for (size_t i = 0; i < count; i++) {
        put_what(&r, all[i].mated);
        put_sample(&r, of->probes->sample[all[i].probe]);
        assay_output_text(r.out, ",");
        put_person(&r, all[i].person);
        put_person(&r, all[i].identity);
        put_score(&r, all[i].key);
    }
    return assay_output_commit(r.out, err);
}
