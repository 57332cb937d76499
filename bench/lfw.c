// SPDX-License-Identifier: Apache-2.0
#include "bench/lfw.h"

#include "base/alloc.h"
#include "stats/philox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 128 };

// A row of the files.
typedef struct source {
    uint32_t subject, at, draw;
} source;

static int in_order(const void *a, const void *b)
{
    const source *x = a, *y = b;
    if (x->subject != y->subject) return x->subject < y->subject ? -1 : 1;
    if (x->draw != y->draw) return x->draw < y->draw ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

// Lines "sample,sNNNNN,...".
static source *read_samples(FILE *file, size_t *count)
{
    char line[256];
    source *rows = NULL;
    size_t n = 0, room = 0;
    if (!fgets(line, sizeof line, file)) return NULL;
    while (fgets(line, sizeof line, file)) {
        const char *comma = strchr(line, ',');
        if (n == room && !assay_grow(&rows, room += 4096, sizeof *rows)) break;
        if (!comma || comma[1] != 's') break;
        const assay_place place = {1, n, 0, 0};
        rows[n] = (source){(uint32_t)strtoul(comma + 2, NULL, 10), (uint32_t)n,
                           assay_philox_at(place).w[0]};
        n++;
    }
    *count = n;
    return rows;
}

static void normalise(const float *from, float *to)
{
    double sum = 0;
    for (size_t i = 0; i < WIDTH; i++) sum += (double)from[i] * (double)from[i];
    const double scale = 1 / sqrt(sum);
    for (size_t i = 0; i < WIDTH; i++) to[i] = (float)((double)from[i] * scale);
}

// Version 1 of the format: ten bytes, then a header of the length they say.
static float *read_rows(FILE *file, size_t rows)
{
    unsigned char head[10];
    if (fread(head, 1, 10, file) != 10) return NULL;
    if (fseek(file, 10L + head[8] + 256L * head[9], SEEK_SET)) return NULL;
    float *all = assay_new(0, rows * WIDTH, sizeof *all);
    if (all && fread(all, sizeof *all * WIDTH, rows, file) == rows) return all;
    assay_free(all);
    return NULL;
}

static bool gather(const float *all, source *rows, size_t n, uint32_t cap,
                   lfw *out)
{
    qsort(rows, n, sizeof *rows, in_order);
    out->rows = assay_new(0, n * WIDTH, sizeof *out->rows);
    out->first = assay_new(0, n + 1, sizeof *out->first);
    if (!out->rows || !out->first) return false;
    out->width = WIDTH;
    uint32_t of_subject = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || rows[i].subject != rows[i - 1].subject) {
            out->first[out->subjects++] = (uint32_t)out->images;
            of_subject = 0;
        }
        if (of_subject++ >= cap) continue;
        normalise(all + (size_t)rows[i].at * WIDTH,
                  out->rows + out->images++ * WIDTH);
    }
    out->first[out->subjects] = (uint32_t)out->images;
    return true;
}

static FILE *open_in(const char *dir, const char *name, const char *end)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", dir, name, end);
    FILE *file = fopen(path, "rb");
    if (!file) perror(path);
    return file;
}

bool lfw_load(const char *dir, const char *name, uint32_t cap, lfw *out)
{
    *out = (lfw){0};
    size_t n = 0;
    FILE *list = open_in(dir, "lfw", ".csv");
    FILE *matrix = open_in(dir, name, ".npy");
    source *samples = list ? read_samples(list, &n) : NULL;
    float *all = samples && matrix ? read_rows(matrix, n) : NULL;
    const bool done = all && gather(all, samples, n, cap, out);
    if (!done) fprintf(stderr, "%s/%s: not read\n", dir, name);
    assay_free(all);
    assay_free(samples);
    if (list) fclose(list);
    if (matrix) fclose(matrix);
    return done;
}

void lfw_end(lfw *data)
{
    assay_free(data->rows);
    assay_free(data->first);
    *data = (lfw){0};
}

float lfw_score(const lfw *data, size_t a, size_t b)
{
    const float *x = data->rows + a * WIDTH, *y = data->rows + b * WIDTH;
    float sums[16] = {0}, sum = 0;
    for (size_t i = 0; i < WIDTH; i += 16)
        for (size_t l = 0; l < 16; l++) sums[l] += x[i + l] * y[i + l];
    for (size_t l = 0; l < 16; l++) sum += sums[l];
    return sum;
}
