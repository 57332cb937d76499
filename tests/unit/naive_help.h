// SPDX-License-Identifier: Apache-2.0
/// Random small sets of templates as files, and the searches that a double loop
/// makes of them, from the definitions of docs/statistics.md alone.
#ifndef UNIT_NAIVE_HELP_H
#define UNIT_NAIVE_HELP_H

#include "assay/templates.h"
#include "base/alloc.h"
#include "evaluate/draws.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    NAIVE_ROWS = 22,
    NAIVE_WIDE = 37,
    NAIVE_PEOPLE = 9,
    NAIVE_LISTS = 4,
    NAIVE_SAMPLES = 2 * NAIVE_ROWS,
    NAIVE_SEARCHES = NAIVE_ROWS * NAIVE_LISTS
};

/// Who meets whom.
typedef enum naive_protocol {
    NAIVE_TWO_SETS,
    NAIVE_ALL_PAIRS,
    NAIVE_DRAWN,
    NAIVE_FOLDS
} naive_protocol;

typedef struct naive_row {
    int person, sample, camera;
    bool lost, out;
    double value[NAIVE_WIDE];
} naive_row;

typedef struct naive_set {
    int count;
    naive_row row[NAIVE_ROWS];
    char matrix[96], samples[96];
} naive_set;

typedef struct naive_world {
    uint64_t state;
    assay_metric metric;
    naive_protocol protocol;
    int type; // index into naive_types
    int wide;
    naive_set side[2]; // of one set the first
    int sex[NAIVE_PEOPLE];
    char subjects[96];
    uint64_t members[NAIVE_ROWS];         // of a reference row: its lists
    int lists;                            // watchlists; one more is everybody
    double score[NAIVE_ROWS][NAIVE_ROWS]; // once naive_compare_all() was called
} naive_world;

/// A presentation against a list, everything known of it.
typedef struct naive_search {
    int row, person, list;
    bool mated, acquired, enrolled;
    bool met;                  // the mate was compared
    double mate;               // best of its references
    double best[NAIVE_PEOPLE]; // of others on the list; -inf: not there
    int others;                // how many
} naive_search;

typedef struct naive_searches {
    naive_search search[NAIVE_SEARCHES];
    int count;
} naive_searches;

static const char *const naive_types[] = {"<f4", "<f2", "|i1",
                                          "|u1", ">f4", ">f2"};
static const char *const naive_sexes[] = {"F", "M"};
static char naive_folder[] = "/tmp/assay-test-XXXXXX";

static inline int naive_make_folder(void **state)
{
    (void)state;
    return mkdtemp(naive_folder) ? 0 : -1;
}

static inline int naive_drop_folder(void **state)
{
    (void)state;
    return rmdir(naive_folder);
}

static inline uint32_t naive_next(naive_world *w)
{
    w->state = w->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(w->state >> 33);
}

static inline bool naive_one_set(const naive_world *w)
{
    return w->protocol != NAIVE_TWO_SETS;
}

static inline naive_set *naive_side(naive_world *w, int which)
{
    return &w->side[naive_one_set(w) ? 0 : which];
}

// Values that every type holds, of which few differ: scores tie.
static inline void naive_fill_row(naive_world *w, naive_row *r)
{
    const bool floats = w->type != 2 && w->type != 3;
    const double step = floats ? 0.5 : 1;
    const int least = w->type == 3 ? 0 : -2;
    for (int k = 0; k < w->wide; k++)
        r->value[k] = step * ((int)(naive_next(w) % 5) + least);
    if (w->metric == ASSAY_COSINE) r->value[0] = 1 + naive_next(w) % 3;
    if (!r->lost) return;
    for (int k = 0; k < w->wide && naive_next(w) % 2; k++)
        r->value[k] = floats ? (double)NAN : 0; // means nothing, is not read
}

static inline void naive_fill(naive_world *w, naive_set *s, int first)
{
    s->count = 4 + (int)(naive_next(w) % (NAIVE_ROWS - 4));
    for (int i = 0; i < s->count; i++) {
        naive_row *r = &s->row[i];
        r->person = (int)(naive_next(w) % NAIVE_PEOPLE);
        r->sample = first + i;
        r->camera = (int)(naive_next(w) % 2);
        r->lost = i > 2 && naive_next(w) % 5 == 0;
        r->out = i > 2 && naive_next(w) % 8 == 0;
        naive_fill_row(w, r);
        const naive_row *twin = &s->row[naive_next(w) % (unsigned)(i + 1)];
        if (i > 1 && naive_next(w) % 4 == 0 && !r->lost && !twin->lost)
            memcpy(r->value, twin->value, sizeof r->value);
    }
}

// Some references are samples of the probes too.
static inline void naive_share(naive_world *w)
{
    naive_set *to = &w->side[1];
    const naive_set *from = &w->side[0];
    for (int i = 3; i < to->count && i < from->count; i++) {
        if (naive_next(w) % 4) continue;
        const bool out = to->row[i].out;
        to->row[i] = from->row[i];
        to->row[i].out = out;
    }
}

static inline void naive_name(naive_set *s, const char *name)
{
    (void)snprintf(s->matrix, sizeof s->matrix, "%s/%s.npy", naive_folder,
                   name);
    (void)snprintf(s->samples, sizeof s->samples, "%s/%s.csv", naive_folder,
                   name);
}

// The draw itself is held by test_evaluate_templates.c.
static inline void naive_draw(naive_world *w, const assay_draw *how)
{
    uint32_t person[NAIVE_ROWS], sample[NAIVE_ROWS];
    uint8_t out[NAIVE_ROWS];
    assay_draws draws;
    assay_error err;
    const naive_set *s = &w->side[0];
    for (int i = 0; i < s->count; i++) {
        person[i] = (uint32_t)s->row[i].person;
        sample[i] = (uint32_t)s->row[i].sample;
        out[i] = s->row[i].out;
    }
    const assay_side side = {.rows = (size_t)s->count,
                             .person = person,
                             .sample = sample,
                             .out = out};
    assert_int_equal(assay_draws_make(how, &side, NAIVE_PEOPLE, &draws, &err),
                     ASSAY_OK);
    for (int i = 0; i < s->count; i++) w->members[i] = draws.members[i];
    w->lists = (int)draws.galleries - 1;
    assay_draws_end(&draws);
}

/// A world; files are written by naive_write().
static inline void naive_make(naive_world *w, uint64_t seed)
{
    memset(w, 0, sizeof *w);
    w->state = seed * 7919 + 1;
    w->metric = (assay_metric)(seed % 3);
    w->type = (int)(seed / 3 % 6);
    w->protocol = (naive_protocol)(naive_next(w) % 4);
    w->wide = 1 + (int)(naive_next(w) % NAIVE_WIDE);
    naive_fill(w, &w->side[0], 0);
    naive_fill(w, &w->side[1], NAIVE_ROWS);
    if (!naive_one_set(w) && seed % 2) naive_share(w);
    for (int p = 0; p < NAIVE_PEOPLE; p++) w->sex[p] = (int)(naive_next(w) % 3);
    w->sex[w->side[0].row[0].person] = (int)(seed % 2); // of one it is known
    for (int i = 0; i < NAIVE_ROWS; i++) w->members[i] = 1;
    w->lists = 1;
    naive_name(&w->side[0], "p");
    naive_name(&w->side[1], "r");
    (void)snprintf(w->subjects, sizeof w->subjects, "%s/s.csv", naive_folder);
}

static inline uint16_t naive_half(double value)
{
    int exponent = 0;
    if (isnan(value)) return 0x7e00;
    if (!(fabs(value) > 0)) return 0;
    const double part = frexp(fabs(value), &exponent); // 0.5 <= part < 1
    return (uint16_t)((value < 0 ? 0x8000 : 0) | (exponent + 14) << 10 |
                      (int)((part - 0.5) * 2048));
}

static inline size_t naive_bytes(int type, double value, unsigned char *to)
{
    const float single = (float)value;
    uint32_t bits = 0;
    size_t n = 1;
    memcpy(&bits, &single, 4);
    if (type % 4 < 2) n = type % 4 == 0 ? 4 : 2;
    if (n == 2) bits = naive_half(value);
    if (n == 1) bits = (uint32_t)(int)value & 255;
    for (size_t i = 0; i < n; i++)
        to[type > 3 ? n - 1 - i : i] = (unsigned char)(bits >> (8 * i));
    return n;
}

static inline FILE *naive_open(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file) abort(); // the analyser doesn't know that assertions end
    return file;
}

static inline void naive_write_matrix(const naive_world *w, const naive_set *s)
{
    char head[128];
    memset(head, ' ', sizeof head);
    const int n = snprintf(head + 10, sizeof head - 10,
                           "{'descr': '%s', 'fortran_order': False, "
                           "'shape': (%d, %d), }",
                           naive_types[w->type], s->count, w->wide);
    memcpy(head, "\x93NUMPY\x01\x00\x76\x00", 10);
    head[10 + n] = ' ';
    head[127] = '\n';
    FILE *file = naive_open(s->matrix);
    assert_int_equal(fwrite(head, 1, sizeof head, file), sizeof head);
    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < w->wide; k++) {
            unsigned char bytes[4];
            const size_t size = naive_bytes(w->type, s->row[i].value[k], bytes);
            assert_int_equal(fwrite(bytes, 1, size, file), size);
        }
    assert_int_equal(fclose(file), 0);
}

static inline void naive_write_samples(const naive_set *s)
{
    FILE *file = naive_open(s->samples);
    (void)fputs("sample_id,subject_id,acquired,use,camera\n", file);
    for (int i = 0; i < s->count; i++) {
        const naive_row *r = &s->row[i];
        (void)fprintf(file, "s%02d,p%d,%d,%d,c%d\n", r->sample, r->person,
                      !r->lost, !r->out, r->camera);
    }
    assert_int_equal(fclose(file), 0);
}

// Lacks those whose sex isn't known, has somebody who is not there.
static inline void naive_write_subjects(const naive_world *w)
{
    FILE *file = naive_open(w->subjects);
    (void)fputs("subject_id,sex\np4x,F\n", file);
    for (int p = 0; p < NAIVE_PEOPLE; p++)
        if (w->sex[p] < 2)
            (void)fprintf(file, "p%d,%s\n", p, naive_sexes[w->sex[p]]);
    assert_int_equal(fclose(file), 0);
}

static inline void naive_write(const naive_world *w)
{
    for (int i = 0; i < (naive_one_set(w) ? 1 : 2); i++) {
        naive_write_matrix(w, &w->side[i]);
        naive_write_samples(&w->side[i]);
    }
    naive_write_subjects(w);
}

static inline void naive_remove(const naive_world *w)
{
    for (int i = 0; i < (naive_one_set(w) ? 1 : 2); i++) {
        assert_int_equal(unlink(w->side[i].matrix), 0);
        assert_int_equal(unlink(w->side[i].samples), 0);
    }
    assert_int_equal(unlink(w->subjects), 0);
}

/// The options of a world; folds and sizes are the caller's.
static inline assay_templates_options naive_options(const naive_world *w)
{
    static const char *const where[] = {"use=1", "reference_use=1"};
    static const char *const by[] = {"sex", "camera"};
    assay_templates_options o;
    assay_templates_options_default(&o);
    o.common.threads = 1;
    o.common.min_subjects = 0;
    o.common.where = (assay_texts){where, naive_one_set(w) ? 1 : 2};
    o.common.by = (assay_texts){by, 2};
    o.metric = w->metric;
    o.subjects = w->subjects;
    const assay_template_files p = {w->side[0].matrix, w->side[0].samples};
    const assay_template_files r = {w->side[1].matrix, w->side[1].samples};
    if (naive_one_set(w)) {
        o.set = p;
        o.all_pairs = w->protocol == NAIVE_ALL_PAIRS;
    } else {
        o.probes = p;
        o.references = r;
    }
    return o;
}

static inline double naive_norm(const naive_world *w, const naive_row *r)
{
    double sum = 0; // exact in any order
    for (int k = 0; k < w->wide; k++) sum += r->value[k] * r->value[k];
    return sqrt(sum);
}

/// How alike, larger is more alike: the arithmetic that docs/search.md fixes.
static inline double naive_score(const naive_world *w, const naive_row *a,
                                 const naive_row *b)
{
    enum { LANES = 16 };
    const bool cosine = w->metric == ASSAY_COSINE;
    const double na = cosine ? naive_norm(w, a) : 1;
    const double nb = cosine ? naive_norm(w, b) : 1;
    volatile float lane[LANES] = {0};
    for (int k = 0; k < w->wide; k++) {
        const float x = (float)(a->value[k] / na);
        const float y = (float)(b->value[k] / nb);
        const volatile float off = x - y;
        const volatile float product =
            w->metric == ASSAY_L2 ? off * off : x * y;
        lane[k % LANES] = lane[k % LANES] + product;
    }
    for (int half = LANES / 2; half; half /= 2)
        for (int l = 0; l < half; l++) lane[l] = lane[l] + lane[l + half];
    return w->metric == ASSAY_L2 ? (double)-sqrtf(lane[0]) : (double)lane[0];
}

/// All scores of samples that were acquired.
static inline void naive_compare_all(naive_world *w)
{
    const naive_set *p = naive_side(w, 0);
    const naive_set *r = naive_side(w, 1);
    for (int i = 0; i < p->count; i++)
        for (int j = 0; j < r->count; j++)
            if (!p->row[i].lost && !r->row[j].lost)
                w->score[i][j] = naive_score(w, &p->row[i], &r->row[j]);
}

/// Whether a probe is compared with a reference, by their rows.
static inline bool naive_compared(naive_world *w, int probe, int reference)
{
    const naive_row *q = &naive_side(w, 0)->row[probe];
    const naive_row *r = &naive_side(w, 1)->row[reference];
    if (q->out || r->out || q->lost || r->lost || q->sample == r->sample)
        return false;
    if (w->protocol == NAIVE_ALL_PAIRS) return probe < reference;
    return w->members[reference] != 0;
}

// What a reference is to a search: those of the own person apart.
static inline void naive_meet(const naive_row *q, const naive_row *r,
                              double score, naive_search *to)
{
    if (r->person == q->person) {
        to->mated = true;
        if (r->lost) return;
        to->enrolled = true;
        if (q->lost) return;
        if (!to->met || score > to->mate) to->mate = score;
        to->met = true;
        return;
    }
    if (r->lost) return;
    double *best = &to->best[r->person];
    if (isnan(*best)) {
        to->others++;
        *best = -(double)INFINITY;
    }
    if (!q->lost && score > *best) *best = score;
}

/// One presentation against one list (`list` = w->lists: everybody, where lists
/// were drawn, and the own person is taken off). False: it is no search.
static inline bool naive_search_one(naive_world *w, int row, int list,
                                    naive_search *to)
{
    const naive_set *p = naive_side(w, 0);
    const naive_set *r = naive_side(w, 1);
    const naive_row *q = &p->row[row];
    const bool pool = naive_one_set(w) && list == w->lists;
    bool self = false;
    *to = (naive_search){
        .row = row, .person = q->person, .list = list, .acquired = !q->lost};
    for (int i = 0; i < NAIVE_PEOPLE; i++) to->best[i] = NAN;
    if (q->out) return false;
    if (naive_one_set(w) && !pool && w->members[row] >> list & 1) return false;
    for (int i = 0; i < r->count; i++) {
        if (r->row[i].out || !(w->members[i] >> list & 1)) continue;
        if (r->row[i].sample == q->sample)
            self = true; // never meets itself
        else if (!pool || r->row[i].person != q->person)
            naive_meet(q, &r->row[i], w->score[row][i], to);
    }
    for (int i = 0; i < NAIVE_PEOPLE; i++)
        if (isnan(to->best[i])) to->best[i] = -(double)INFINITY;
    return pool || !self || to->mated;
}

/// All searches of the watchlists; `pool`: those of everybody instead.
static inline void naive_search_all(naive_world *w, bool pool,
                                    naive_searches *all)
{
    all->count = 0;
    for (int row = 0; row < naive_side(w, 0)->count; row++)
        for (int list = pool ? w->lists : 0;
             list < (pool ? w->lists + 1 : w->lists); list++)
            if (naive_search_one(w, row, list, &all->search[all->count]))
                all->count++;
}

/// How many others are at least as alike as `score`.
static inline int naive_over(const naive_search *s, double score)
{
    int n = 0;
    for (int p = 0; p < NAIVE_PEOPLE; p++)
        n += s->best[p] > -(double)INFINITY && s->best[p] >= score;
    return n;
}

/// Whether the mate is among the first `rank` and matches at `threshold`; of
/// equal scores it comes last.
static inline bool naive_hit(const naive_search *s, double threshold, int rank)
{
    return s->met && s->mate >= threshold && naive_over(s, s->mate) < rank;
}

/// Events of each person, or of each two.
typedef struct naive_tally {
    double x[NAIVE_PEOPLE * NAIVE_PEOPLE], m[NAIVE_PEOPLE * NAIVE_PEOPLE];
    int n;
    int64_t events, trials;
} naive_tally;

static inline void naive_add(naive_tally *t, int unit, bool event)
{
    t->x[unit] += event;
    t->m[unit] += 1;
    t->events += event;
    t->trials++;
    if (unit >= t->n) t->n = unit + 1;
}

/// The rate in which all count alike.
static inline double naive_balanced(const naive_tally *t)
{
    double sum = 0, n = 0;
    for (int i = 0; i < t->n; i++) {
        if (!(t->m[i] > 0)) continue;
        sum += t->x[i] / t->m[i];
        n += 1;
    }
    return sum / n;
}

/// Largest to smallest over 3, or an effective number below 0.7 of them.
static inline bool naive_unequal(const naive_tally *t)
{
    double least = INFINITY, most = 0, n = 0, sum = 0, squares = 0;
    for (int i = 0; i < t->n; i++) {
        if (!(t->m[i] > 0)) continue;
        n += 1;
        sum += t->m[i];
        squares += t->m[i] * t->m[i];
        if (t->m[i] < least) least = t->m[i];
        if (t->m[i] > most) most = t->m[i];
    }
    return n > 0 && (most > 3 * least || sum * sum / squares < 0.7 * n);
}

/// The share of the lists of `n` among `all` that hold one of `over`: each list
/// looked at.
static inline double naive_share_of_lists(int over, int all, int n)
{
    int hits = 0, drawn = 0;
    for (unsigned set = 0; set < 1u << all; set++) {
        if (__builtin_popcount(set) != n) continue;
        drawn++;
        hits += (set & ((1u << over) - 1)) != 0;
    }
    return (double)hits / drawn;
}

/// People who take part.
static inline int naive_people(const naive_set *s)
{
    bool seen[NAIVE_PEOPLE] = {false};
    int n = 0;
    for (int i = 0; i < s->count; i++) {
        if (s->row[i].out) continue;
        n += !seen[s->row[i].person];
        seen[s->row[i].person] = true;
    }
    return n;
}

#endif
