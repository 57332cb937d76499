// SPDX-License-Identifier: Apache-2.0
// Bare scores of one class from a .npy vector.
#include "base/alloc.h"
#include "read/gather.h"
#include "read/npy_values.h"
#include "read/sift.h"

#include <stdio.h>

static int probe(const unsigned char *head, size_t n)
{
    return assay_npy_is(head, n) ? 100 : 0;
}

static assay_status open(assay_reader *reader, assay_error *err)
{
    assay_npy_values *values = assay_new(sizeof *values, 0, 0);
    if (!values) return assay_fail_memory(err, "reading");
    reader->state = values;
    ASSAY_TRY(assay_npy_open(values, reader->sources[0].source, err));
    return assay_npy_need_vector(values, "scores", err);
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    assay_npy_values *values = reader->state;
    assay_gather none = {0};
    assay_npy_part part;
    assay_gather_begin(&none, reader->intake, batch);
    batch->uniform = true;
    batch->flags[0] = reader->mated ? ASSAY_ROW_MATED : 0;
    ASSAY_TRY(
        assay_npy_scores(values, batch->score, ASSAY_BATCH_ROWS, &part, err));
    batch->rows = part.count;
    reader->intake->merged += part.merged;
    ASSAY_TRY(assay_gather_flush(&none, reader->intake, batch, err));
    const assay_sift_place place = {0, part.byte, values->npy.size, part.nan};
    return assay_sift(reader, batch, &place, err);
}

static assay_status rewind_values(assay_reader *reader, assay_error *err)
{
    return assay_npy_rewind(reader->state, err);
}

static void close(assay_reader *reader)
{
    assay_free(reader->state);
    reader->state = NULL;
}

enum { FEW = 64, MANY = 4096 }; // values of a usual template

// A matrix: of templates, by its type or its width, or of scores.
static void describe_matrix(const assay_npy *npy, bool scores, const char *name,
                            char *text, size_t size)
{
    const bool wide = npy->shape[1] >= FEW && npy->shape[1] <= MANY;
    const bool is_double = npy->kind == 'f' && npy->size == 8;
    const bool templates =
        npy->kind != 'b' && (npy->size == 1 || npy->kind == 'f');
    char words[80];
    char first[512] = "";
    assay_npy_in_words(npy, words, sizeof words);
    if (templates && (wide || !scores))
        (void)snprintf(first, sizeof first,
                       "; if a row is the template of a sample%s:\n"
                       "assay templates %.300s SAMPLES.csv --protocol "
                       "all-pairs%s",
                       is_double ? ", save it as float32, then" : "", name,
                       scores ? "\n" : "");
    if (scores)
        (void)snprintf(text, size,
                       "%s%s%sif it holds scores, a row a probe:\n"
                       "assay scores --matrix %s --probes P.csv "
                       "--references R.csv",
                       words, first, first[0] ? "" : "; ", name);
    else
        (void)snprintf(text, size, "%s%s", words, first);
}

static void describe(const unsigned char *head, size_t n, const char *name,
                     char *text, size_t size)
{
    assay_npy npy;
    assay_error err;
    char words[80];
    const bool scores = assay_npy_parse(head, n, &npy, &err) == ASSAY_OK;
    assay_error other;
    if (!scores && assay_npy_parse_templates(head, n, &npy, &other) != ASSAY_OK)
        (void)snprintf(text, size, "can't be used: %s", err.reason);
    else if (!scores || (npy.shape[0] > 1 && npy.shape[1] > 1))
        describe_matrix(&npy, scores, name, text, size);
    else {
        assay_npy_in_words(&npy, words, sizeof words);
        (void)snprintf(text, size,
                       "%s; with scores of one class, or with labels:\n"
                       "assay scores --mated %s --non-mated OTHER.npy\n"
                       "assay scores --scores %s --labels LABELS.npy",
                       words, name, name);
    }
}

const assay_format assay_format_npy = {
    .name = "npy",
    .in_words = "NumPy array (.npy)",
    .probe = probe,
    .open = open,
    .next = next,
    .rewind = rewind_values,
    .close = close,
    .describe = describe,
};
