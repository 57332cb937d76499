// SPDX-License-Identifier: Apache-2.0
// The frame that carries the effective dimensions into all: axes in random
// order, then log2(d) layers of turns by +-45 degrees, each of pairs of axes,
// as in a fast Hadamard transform. Each turn keeps lengths and angles.
//
// Sums run over LANES partial sums, so that they are the same whatever the
// width of the machine's vectors.
#include "simulate/template_maker.h"

#include "stats/normal.h"
#include "stats/philox.h"

#include <math.h>
#include <string.h>

enum { LANES = 8, QUAD = 4, NORMALS = 1 << 16, WORDS = 4, BLOCKS = 32 };

static const float half_turn = 0x1.6a09e6p-1F; // sqrt(1/2)

// Eight floats, wherever they lie.
typedef float lanes __attribute__((vector_size(32), aligned(4), may_alias));

// Four, which is what every machine shuffles at once.
typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));

static quad *four(float *values, uint32_t i)
{
    return (quad *)(void *)(values + i);
}

static const quad *four_of(const float *values, uint32_t i)
{
    return (const quad *)(const void *)(values + i);
}

static lanes *at(float *values, uint32_t i)
{
    return (lanes *)(void *)(values + i);
}

static const lanes *seen(const float *values, uint32_t i)
{
    return (const lanes *)(const void *)(values + i);
}

static uint32_t room_of(uint32_t count)
{
    return (count + LANES - 1) / LANES * LANES;
}

static uint32_t layers_of(uint32_t dimensions)
{
    uint32_t layers = 0;
    while (1u << layers < dimensions) layers++;
    return layers;
}

// Fourth cumulant of `values` with the outermost two at +-`most`, over the
// square of the variance.
static double kurtosis(double squares, double fourths, double most)
{
    const double variance = (squares + 2 * most * most) / NORMALS;
    const double fourth = (fourths + 2 * most * most * most * most) / NORMALS;
    return fourth / (variance * variance) - 3;
}

// The outermost value is such that the fourth moment is that of the normal law.
static void fill_normals(float *normals)
{
    double squares = 0, fourths = 0, low = 4, high = 5;
    for (int i = 1; i < NORMALS / 2; i++) {
        const double z = assay_normal_quantile((i + 0.5) / NORMALS);
        squares += 2 * z * z;
        fourths += 2 * z * z * z * z;
        normals[i] = (float)z;
    }
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        *(kurtosis(squares, fourths, middle) < 0 ? &low : &high) = middle;
    }
    normals[0] = (float)-high;
    const double scale = sqrt(NORMALS / (squares + 2 * high * high));
    for (int i = 0; i < NORMALS / 2; i++) {
        normals[i] = (float)(scale * (double)normals[i]);
        normals[NORMALS - 1 - i] = -normals[i];
    }
}

// A layer turns each axis i without bit `step` and axis i + step, if there is
// one: what each keeps of itself, and takes of the other.
static void fill_layer(assay_random *random, uint32_t step, uint32_t d,
                       uint32_t room, float *keep)
{
    float *mix = keep + room;
    for (uint32_t i = 0; i < room; i++) keep[i] = 1;
    for (uint32_t i = 0; i + step < d; i++) {
        if (i & step) continue;
        const bool left = assay_random_word(random) & 1;
        keep[i] = keep[i + step] = half_turn;
        mix[i] = left ? half_turn : -half_turn;
        mix[i + step] = -mix[i];
    }
}

static void fill_frame(const assay_sphere *sphere, uint32_t *order,
                       float *turns)
{
    const assay_place place = {sphere->options->seed, 0, 0, ASSAY_SPHERE_FRAME};
    const uint32_t d = sphere->options->dimensions, room = room_of(d);
    assay_random random = assay_random_at(place);
    for (uint32_t i = 0; i < d; i++) order[i] = i;
    assay_random_shuffle(&random, order, d);
    for (uint32_t step = 1; step < d; step *= 2, turns += 2 * (size_t)room)
        fill_layer(&random, step, d, room, turns);
}

assay_status assay_template_maker_make(const assay_sphere *sphere,
                                       assay_arena *arena,
                                       assay_template_maker *maker,
                                       assay_error *err)
{
    const uint32_t d = sphere->options->dimensions;
    const size_t layers = layers_of(d), room = room_of(d);
    uint32_t *order = assay_arena_new(arena, d, sizeof *order);
    float *turns = assay_arena_new(arena, layers * 2 * room, sizeof *turns);
    float *normals = assay_arena_new(arena, NORMALS, sizeof *normals);
    if (!order || !turns || !normals)
        return assay_fail_memory(err, "the templates");
    fill_frame(sphere, order, turns);
    fill_normals(normals);
    *maker = (assay_template_maker){sphere, d,     (uint32_t)room,
                                    order,  turns, normals};
    return ASSAY_OK;
}

// A layer of turns of neighbours.
static void turn_near(const float *keep, const float *mix, uint32_t step,
                      uint32_t room, float *vector)
{
    for (uint32_t i = 0; i < room; i += QUAD) {
        const quad v = *four(vector, i);
        const quad other = step == 1
                               ? __builtin_shufflevector(v, v, 1, 0, 3, 2)
                               : __builtin_shufflevector(v, v, 2, 3, 0, 1);
        *four(vector, i) = *four_of(keep, i) * v + *four_of(mix, i) * other;
    }
}

// A layer of turns of axes at least a vector apart.
static void turn_far(const float *keep, const float *mix, uint32_t step,
                     uint32_t room, float *vector)
{
    for (uint32_t i = 0; i + step < room; i += QUAD) {
        if (i & step) continue;
        const uint32_t j = i + step;
        const quad a = *four(vector, i), b = *four(vector, j);
        *four(vector, i) = *four_of(keep, i) * a + *four_of(mix, i) * b;
        *four(vector, j) = *four_of(keep, j) * b + *four_of(mix, j) * a;
    }
}

static void carry(const assay_template_maker *maker, float *vector)
{
    const uint32_t room = maker->room;
    const float *turns = maker->turns;
    for (uint32_t step = 1; step < maker->dimensions; step *= 2) {
        const float *keep = turns, *mix = turns + room;
        if (step < QUAD)
            turn_near(keep, mix, step, room, vector);
        else
            turn_far(keep, mix, step, room, vector);
        turns += 2 * (size_t)room;
    }
}

// Draws `count` values, a multiple of LANES, of the table.
static void draw(const assay_template_maker *maker, assay_sphere_stream stream,
                 uint64_t unit, uint32_t count, float *values)
{
    assay_place place = {maker->sphere->options->seed, unit, 0,
                         (uint32_t)stream};
    const float *normals = maker->normals;
    uint32_t words[WORDS * BLOCKS];
    for (uint32_t i = 0; i < count; place.replicate += BLOCKS) {
        const uint32_t left = (count - i) / LANES;
        const uint32_t blocks = left < BLOCKS ? left : BLOCKS;
        assay_philox_fill(place, blocks, words);
        for (uint32_t j = 0; j < WORDS * blocks; j++, i += 2) {
            values[i] = normals[words[j] & 0xFFFF];
            values[i + 1] = normals[words[j] >> 16];
        }
    }
}

void assay_template_direction(const assay_template_maker *maker,
                              uint64_t subject, uint32_t kind, float *direction)
{
    const assay_sphere *sphere = maker->sphere;
    const uint32_t e = sphere->options->effective;
    const assay_angle place = sphere->kinds[kind].place;
    float *values = direction + maker->room;
    double squares = 0;
    draw(maker, ASSAY_SPHERE_DIRECTION, subject, room_of(e), values);
    for (uint32_t i = 0; i < e; i++)
        squares += (double)values[i] * (double)values[i];
    const float scale = (float)(place.sine / sqrt(squares));
    memset(direction, 0, maker->room * sizeof *direction);
    for (uint32_t i = 0; i < e; i++)
        direction[maker->order[i]] = values[i] * scale;
    if (sphere->centred) direction[maker->order[e]] = (float)place.cosine;
    carry(maker, direction);
}

// Adds up the lanes, in one order.
static double sum_of(const float values[LANES])
{
    double sum = 0;
    for (int i = 0; i < LANES; i++) sum += (double)values[i];
    return sum;
}

// The part of `row` across `direction`, scaled, is its new noise.
static void blend(const assay_template_maker *maker, assay_angle noise,
                  const float *direction, float *row)
{
    lanes along = {0}, squares = {0};
    for (uint32_t i = 0; i < maker->room; i += LANES) {
        along += *at(row, i) * *seen(direction, i);
        squares += *at(row, i) * *at(row, i);
    }
    float sums[2][LANES];
    memcpy(sums[0], &along, sizeof along);
    memcpy(sums[1], &squares, sizeof squares);
    const double shadow = sum_of(sums[0]);
    const double across = sqrt(sum_of(sums[1]) - shadow * shadow);
    const float b = (float)(noise.sine / across);
    const float a = (float)(noise.cosine - noise.sine * shadow / across);
    for (uint32_t i = 0; i < maker->room; i += LANES)
        *at(row, i) = a * *seen(direction, i) + b * *at(row, i);
}

void assay_template_row(const assay_template_maker *maker,
                        const float *direction, uint32_t kind, uint64_t image,
                        float *row)
{
    const assay_sphere *sphere = maker->sphere;
    const unsigned level = assay_sphere_level(sphere, image);
    draw(maker, ASSAY_SPHERE_NOISE, image, maker->room, row);
    for (uint32_t i = maker->dimensions; i < maker->room; i++) row[i] = 0;
    blend(maker, sphere->kinds[kind].noise[level], direction, row);
}
