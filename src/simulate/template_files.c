// SPDX-License-Identifier: Apache-2.0
// Rows are drawn a batch at a time, in parts that threads share, and written in
// order: what a row holds does not depend on the batch or the part.
#include "simulate/template_files.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "simulate/npy_head.h"

#include <math.h>
#include <string.h>

enum { ID = 32, PART = 64, BATCH_BYTES = 1 << 24, OFTEN = 1 << 14 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "templates are written as '<f4' and '<f2'");

// A row to be drawn.
typedef struct task {
    uint64_t subject;
    uint32_t kind, image;
} task;

typedef struct batch {
    const assay_template_maker *maker;
    assay_sphere_side side;
    size_t count, room; // tasks
    task *tasks;
    float *scratch; // two vectors for each thread
    char *rows;     // as they are stored
    size_t value_size;
    float scale; // of whole numbers
} batch;

static const struct {
    const char *type;
    size_t size;
} stored[] = {{"<f4", 4}, {"<f2", 2}, {"|i1", 1}};

double assay_template_int8_length(unsigned dimensions)
{
    const double root = sqrt((double)dimensions);
    return 127 * root / (root < 6 ? root : 6);
}

static assay_status tick(const assay_sphere *sphere, const char *stage,
                         uint64_t done, uint64_t total, assay_error *err)
{
    return assay_go_on(&sphere->options->watch, stage, done, total, err);
}

assay_status assay_template_count_side(const assay_sphere *sphere,
                                       assay_sphere_side side,
                                       assay_template_count *count,
                                       assay_error *err)
{
    const uint64_t subjects = sphere->options->subjects;
    *count = (assay_template_count){0, 0};
    for (uint64_t i = 0; i < subjects; i++) {
        const uint32_t rows = assay_sphere_rows(sphere, i, side);
        if (i % OFTEN == 0)
            ASSAY_TRY(tick(sphere, "counting", i, subjects, err));
        count->rows += rows;
        count->subjects += rows > 0;
    }
    return ASSAY_OK;
}

// The nearest half-precision number, ties to even, of |value| < 2.
static uint16_t half_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint32_t sign = bits >> 16 & 0x8000;
    const uint32_t magnitude = bits & 0x7FFFFFFF;
    if (magnitude < 0x38800000) { // below 2^-14: a multiple of 2^-24
        const float steps = fabsf(value) * 0x1p24F;
        const float rounded = (steps + 0x1p23F) - 0x1p23F;
        return (uint16_t)(sign | (uint32_t)rounded);
    }
    const uint32_t even = magnitude >> 13 & 1;
    return (uint16_t)(sign | ((magnitude - 0x38000000 + 0xFFF + even) >> 13));
}

// The nearest whole number to -127 .. 127.
static int8_t byte_of(float value)
{
    const float kept = value < -127 ? -127 : value > 127 ? 127 : value;
    return (int8_t)((int)(kept + 127.5F) - 127);
}

static void store(const batch *b, const float *row, size_t number)
{
    const size_t d = b->maker->dimensions;
    char *to = b->rows + number * d * b->value_size;
    if (b->value_size == 4) {
        memcpy(to, row, d * sizeof *row);
    } else if (b->value_size == 2) {
        for (size_t i = 0; i < d; i++) {
            const uint16_t half = half_of(row[i]);
            memcpy(to + 2 * i, &half, sizeof half);
        }
    } else {
        for (size_t i = 0; i < d; i++) to[i] = (char)byte_of(row[i] * b->scale);
    }
}

static bool draw_part(void *context, size_t part, unsigned thread)
{
    const batch *b = context;
    float *direction = b->scratch + (size_t)thread * 2 * b->maker->room;
    float *row = direction + b->maker->room;
    const size_t end =
        (part + 1) * PART < b->count ? (part + 1) * PART : b->count;
    for (size_t i = part * PART; i < end; i++) {
        const task *t = &b->tasks[i];
        if (i == part * PART || t->subject != t[-1].subject)
            assay_template_direction(b->maker, t->subject, t->kind, direction);
        assay_template_row(b->maker, direction, t->kind,
                           assay_sphere_image(t->subject, b->side, t->image),
                           row);
        store(b, row, i);
    }
    return true;
}

// Draws what the batch holds and empties it.
static assay_status put_batch(batch *b, assay_output *output, uint64_t done,
                              uint64_t total, assay_error *err)
{
    const assay_sphere *sphere = b->maker->sphere;
    (void)assay_pool_run(assay_pool_threads(sphere->options->threads),
                         (b->count + PART - 1) / PART, draw_part, b);
    assay_output_bytes(output, b->rows,
                       b->count * b->maker->dimensions * b->value_size);
    b->count = 0;
    return tick(sphere, "simulating", done, total, err);
}

static assay_status put_rows(batch *b, assay_template_count count,
                             assay_output *output, assay_error *err)
{
    const assay_sphere *sphere = b->maker->sphere;
    task next = {0, 0, 0};
    uint32_t left = 0;
    uint64_t subject = 0;
    for (uint64_t done = 0; done < count.rows && !assay_output_failed(output);
         left--, next.image++) {
        for (; !left; subject++) {
            left = assay_sphere_rows(sphere, subject, b->side);
            next = (task){subject, assay_sphere_draw(sphere, subject).kind, 0};
        }
        b->tasks[b->count++] = next;
        if (++done == count.rows || b->count == b->room)
            ASSAY_TRY(put_batch(b, output, done, count.rows, err));
    }
    return ASSAY_OK;
}

static void drop_batch(batch *b)
{
    assay_free(b->tasks);
    assay_free(b->scratch);
    assay_free(b->rows);
}

assay_status assay_template_put_matrix(const assay_template_maker *maker,
                                       assay_sphere_side side,
                                       assay_template_count count,
                                       assay_output *output, assay_error *err)
{
    const assay_simulate_templates_options *o = maker->sphere->options;
    const size_t d = maker->dimensions, size = stored[o->values].size;
    const size_t threads = assay_pool_threads(o->threads);
    const size_t fitting = BATCH_BYTES / (d * size) / PART * PART;
    ASSAY_AUTO(drop_batch)
    batch b = {.maker = maker,
               .side = side,
               .room = fitting ? fitting : PART,
               .value_size = size,
               .scale = (float)assay_template_int8_length(o->dimensions)};
    if (b.room > count.rows) b.room = (size_t)count.rows;
    b.tasks = assay_new(0, b.room, sizeof *b.tasks);
    b.scratch = assay_new(0, threads * 2 * maker->room, sizeof *b.scratch);
    b.rows = assay_new(0, b.room, d * size);
    if (!b.tasks || !b.scratch || !b.rows)
        return assay_fail_memory(err, "the templates");
    assay_npy_put_head(output, stored[o->values].type, count.rows, d);
    return put_rows(&b, count, output, err);
}

static int width_of(uint64_t count)
{
    int width = 1;
    for (; count >= 10; count /= 10) width++;
    return width;
}

// "s" and the number from 1, with zeros before it; returns its length.
static size_t id_of(uint64_t subject, int width, char id[ID])
{
    uint64_t number = subject + 1;
    id[0] = 's';
    for (int i = width; i > 0; i--, number /= 10)
        id[i] = (char)('0' + number % 10);
    id[width + 1] = '\0';
    return (size_t)width + 1;
}

static void put_heading(const assay_sphere *sphere, const char *ids,
                        assay_output *output)
{
    assay_output_text(output, ids);
    if (sphere->grouped) {
        assay_output_text(output, ",");
        assay_output_text(output, sphere->options->attribute);
    }
    assay_output_text(output, "\n");
}

static void put_group(const assay_sphere *sphere, uint32_t kind,
                      assay_output *output)
{
    if (sphere->grouped) {
        assay_output_bytes(output, ",", 1);
        assay_output_text(output, sphere->groups[kind / 2].name);
    }
    assay_output_bytes(output, "\n", 1);
}

assay_status assay_template_put_samples(const assay_sphere *sphere,
                                        assay_sphere_side side,
                                        assay_output *output, assay_error *err)
{
    const uint64_t subjects = sphere->options->subjects;
    const int width = width_of(subjects);
    const char mark = side == ASSAY_SPHERE_PROBES ? 'p' : '-';
    put_heading(sphere, "sample_id,subject_id", output);
    for (uint64_t i = 0; i < subjects; i++) {
        char id[ID];
        const uint32_t kind = assay_sphere_draw(sphere, i).kind;
        const uint32_t rows = assay_sphere_rows(sphere, i, side);
        if (i % OFTEN == 0) ASSAY_TRY(tick(sphere, "naming", i, subjects, err));
        (void)id_of(i, width, id);
        for (uint32_t image = 1; image <= rows; image++) {
            assay_output_format(output, "%s%c%u,%s", id, mark, image, id);
            put_group(sphere, kind, output);
        }
    }
    return ASSAY_OK;
}

assay_status assay_template_put_subjects(const assay_sphere *sphere,
                                         assay_output *output, assay_error *err)
{
    const uint64_t subjects = sphere->options->subjects;
    const int width = width_of(subjects);
    put_heading(sphere, "subject_id", output);
    for (uint64_t i = 0; i < subjects; i++) {
        char id[ID];
        if (i % OFTEN == 0) ASSAY_TRY(tick(sphere, "naming", i, subjects, err));
        assay_output_bytes(output, id, id_of(i, width, id));
        put_group(sphere, assay_sphere_draw(sphere, i).kind, output);
    }
    return ASSAY_OK;
}
