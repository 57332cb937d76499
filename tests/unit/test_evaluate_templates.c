// SPDX-License-Identifier: Apache-2.0
// Templates from files to figures, against a double loop over the same people.
#include "assay/templates.h"
#include "evaluate/call.h"
#include "evaluate/draws.h"

#include "base/alloc.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 24, WIDE = 7, PEOPLE = 9, LANES = 16 };

typedef struct rows {
    int count;
    int person[ROWS];
    bool lost[ROWS], out[ROWS];
    float value[ROWS][WIDE];
    char matrix[96], samples[96];
} rows;

typedef struct set {
    uint64_t state;
    rows side[2];
    assay_metric metric;
} set;

static char folder[] = "/tmp/assay-test-XXXXXX";
static assay_error error;

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static uint32_t next(set *s)
{
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(s->state >> 33);
}

static void fill(set *s, rows *r, const char *name)
{
    r->count = 2 + (int)(next(s) % (ROWS - 2));
    for (int i = 0; i < r->count; i++) {
        r->person[i] = (int)(next(s) % PEOPLE);
        r->lost[i] = i > 1 && next(s) % 5 == 0;
        r->out[i] = i > 1 && next(s) % 6 == 0;
        for (int k = 0; k < WIDE; k++)
            r->value[i][k] = (float)((int)(next(s) % 5) - 2);
        r->value[i][0] = (float)(1 + next(s) % 3);
    }
    (void)snprintf(r->matrix, sizeof r->matrix, "%s/%s.npy", folder, name);
    (void)snprintf(r->samples, sizeof r->samples, "%s/%s.csv", folder, name);
}

static void write_rows(const rows *r, char prefix)
{
    char head[128];
    memset(head, ' ', sizeof head);
    const int n = snprintf(head + 10, sizeof head - 10,
                           "{'descr': '<f4', 'fortran_order': False, "
                           "'shape': (%d, %d), }",
                           r->count, WIDE);
    memcpy(head, "\x93NUMPY\x01\x00\x76\x00", 10);
    head[10 + n] = ' ';
    head[127] = '\n';
    FILE *file = fopen(r->matrix, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(head, 1, sizeof head, file), sizeof head);
    for (int i = 0; i < r->count; i++)
        assert_int_equal(fwrite(r->value[i], 4, WIDE, file), WIDE);
    assert_int_equal(fclose(file), 0);
    file = fopen(r->samples, "w");
    assert_non_null(file);
    (void)fputs("sample_id,subject_id,acquired,use\n", file);
    for (int i = 0; i < r->count; i++)
        (void)fprintf(file, "%c%d,p%d,%d,%d\n", prefix, i, r->person[i],
                      !r->lost[i], !r->out[i]);
    assert_int_equal(fclose(file), 0);
}

static void remove_rows(const rows *r)
{
    assert_int_equal(unlink(r->matrix), 0);
    assert_int_equal(unlink(r->samples), 0);
}

static double norm_of(const float *value)
{
    double sum = 0; // whole numbers: exact in any order
    for (int k = 0; k < WIDE; k++) sum += (double)value[k] * (double)value[k];
    return sqrt(sum);
}

// One product a lane, then lanes added pairwise (search/search.h).
static double score_of(const set *s, int probe, int reference)
{
    const float *a = s->side[0].value[probe];
    const float *b = s->side[1].value[reference];
    const double na = norm_of(a);
    const double nb = norm_of(b);
    volatile float lane[LANES] = {0};
    for (int k = 0; k < WIDE; k++) {
        const float x =
            s->metric == ASSAY_COSINE ? (float)((double)a[k] / na) : a[k];
        const float y =
            s->metric == ASSAY_COSINE ? (float)((double)b[k] / nb) : b[k];
        const volatile float off = x - y;
        lane[k] = s->metric == ASSAY_L2 ? off * off : x * y;
    }
    for (int half = LANES / 2; half; half /= 2)
        for (int l = 0; l < half; l++) lane[l] = lane[l] + lane[l + half];
    return s->metric == ASSAY_L2 ? (double)-sqrtf(lane[0]) : (double)lane[0];
}

// What the double loop counts at a threshold.
typedef struct counted {
    int64_t mated, missed, non_mated, alarms, named, false_alerts, searches;
    int64_t pairs[2], matched[2];
} counted;

static void count_probe(const set *s, int q, double t, counted *c)
{
    const rows *p = &s->side[0];
    const rows *r = &s->side[1];
    double best[PEOPLE];
    bool listed = false;
    int64_t named = 0;
    for (int i = 0; i < PEOPLE; i++) best[i] = -INFINITY;
    for (int i = 0; i < r->count; i++) {
        const bool same = p->person[q] == r->person[i];
        if (r->out[i]) continue;
        listed |= same;
        if (r->lost[i] || p->lost[q]) continue;
        const double score = score_of(s, q, i);
        if (score > best[r->person[i]]) best[r->person[i]] = score;
        c->pairs[same]++;
        c->matched[same] += score >= t;
    }
    for (int i = 0; i < PEOPLE; i++) named += i != p->person[q] && best[i] >= t;
    c->searches++;
    c->false_alerts += named > 0;
    if (listed) {
        c->mated++;
        c->missed += best[p->person[q]] < t;
        return;
    }
    c->non_mated++;
    c->alarms += named > 0;
    c->named += named;
}

static counted count(const set *s, double threshold)
{
    counted c = {0};
    for (int q = 0; q < s->side[0].count; q++)
        if (!s->side[0].out[q]) count_probe(s, q, threshold, &c);
    return c;
}

static void assert_figure(const assay_result *result, const char *name,
                          double threshold, int64_t events, int64_t trials)
{
    char id[96];
    (void)snprintf(id, sizeof id, "%s@threshold=%g", name, threshold);
    const assay_figure *f = assay_result_find(result, id);
    if (!f) fail_msg("no figure %s", id);
    if (f->events != events || f->trials != trials)
        fail_msg("%s: %lld of %lld, not %lld of %lld", id, (long long)f->events,
                 (long long)f->trials, (long long)events, (long long)trials);
}

static void assert_counted(const assay_result *result, double shown,
                           const counted *c)
{
    assert_figure(result, "FPIR", shown, c->alarms, c->non_mated);
    assert_figure(result, "FNIR", shown, c->missed, c->mated);
    assert_figure(result, "SEL", shown, c->named, c->non_mated);
    assert_figure(result, "false alerts per search", shown, c->false_alerts,
                  c->searches);
    if (c->pairs[0])
        assert_figure(result, "FMR", shown, c->matched[0], c->pairs[0]);
    if (c->pairs[1])
        assert_figure(result, "FNMR", shown, c->pairs[1] - c->matched[1],
                      c->pairs[1]);
}

static assay_templates_options options_of(const set *s)
{
    static const char *const where[] = {"use=1", "reference_use=1"};
    assay_templates_options o;
    assay_templates_options_default(&o);
    o.common.threads = 1;
    o.common.min_subjects = 0;
    o.common.where = (assay_texts){where, 2};
    o.metric = s->metric;
    o.probes = (assay_template_files){s->side[0].matrix, s->side[0].samples};
    o.references =
        (assay_template_files){s->side[1].matrix, s->side[1].samples};
    return o;
}

static void check_case(unsigned seed)
{
    static const double all[][3] = {
        {-0.25, 0.3, 0.7}, {-2, 1.5, 4}, {1.5, 3.2, 5}};
    static const uint64_t tails[] = {0, 1000, 40};
    set s = {.state = seed * 7919u + 1, .metric = (assay_metric)(seed % 3)};
    assay_result *result = NULL;
    fill(&s, &s.side[0], "p");
    fill(&s, &s.side[1], "r");
    write_rows(&s.side[0], 'p');
    write_rows(&s.side[1], 'r');
    assay_templates_options o = options_of(&s);
    o.lists.thresholds = (assay_numbers){all[s.metric], 3};
    o.tail = tails[seed / 3 % 3];
    const assay_status status = assay_templates_evaluate(&o, &result, &error);
    remove_rows(&s.side[0]);
    remove_rows(&s.side[1]);
    if (status != ASSAY_OK) fail_msg("case %u: %s", seed, error.reason);
    for (int i = 0; i < 3; i++) {
        const double t = all[s.metric][i];
        const counted c = count(&s, s.metric == ASSAY_L2 ? -t : t);
        if (o.tail != 40) assert_counted(result, t, &c);
        assert_figure(result, "FPIR", t, c.alarms, c.non_mated);
        assert_figure(result, "FNIR", t, c.missed, c.mated);
    }
    assay_result_free(result);
}

static void figures_are_those_of_a_double_loop(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 150; seed++) check_case(seed);
}

// Cuts the matrix as soon as anything is done.
static bool cut_it(void *context, const char *stage, uint64_t done,
                   uint64_t total)
{
    (void)stage, (void)done, (void)total;
    return truncate(context, 140) == 0;
}

static bool stop_it(void *context, const char *stage, uint64_t done,
                    uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return false;
}

static void what_ends_a_search_gives_no_result(void **state)
{
    (void)state;
    set s = {.state = 5};
    assay_result *result = NULL;
    fill(&s, &s.side[0], "p");
    fill(&s, &s.side[1], "r");
    write_rows(&s.side[0], 'p');
    write_rows(&s.side[1], 'r');
    assay_templates_options o = options_of(&s);
    o.common.watch = (assay_watch){.tick = stop_it};
    assert_int_equal(assay_templates_evaluate(&o, &result, &error),
                     ASSAY_ESTOPPED);
    assert_null(result);
    o.common.watch = (assay_watch){.context = s.side[0].matrix, .tick = cut_it};
    assert_int_not_equal(assay_templates_evaluate(&o, &result, &error),
                         ASSAY_OK);
    assert_null(result);
    assert_non_null(strstr(error.file, "p.npy"));
    remove_rows(&s.side[0]);
    remove_rows(&s.side[1]);
}

static void galleries_beyond_the_bits_are_refused(void **state)
{
    (void)state;
    assay_result *result = NULL;
    assay_templates_options o;
    assay_templates_options_default(&o);
    o.set = (assay_template_files){"none.npy", "none.csv"};
    o.folds = 64;
    assert_int_equal(assay_templates_evaluate(&o, &result, &error),
                     ASSAY_EUSAGE);
    o.folds = 0;
    o.watchlist_size = 2;
    o.repeat = 64;
    assert_int_equal(assay_templates_evaluate(&o, &result, &error),
                     ASSAY_EUSAGE);
    assert_null(result);
}

enum { DRAWN = 60, WHO = 20 };

// Rows in the order of `step`: row r is sample r * step mod DRAWN.
static assay_draws draw(const assay_draw *how, unsigned step)
{
    static uint32_t person[DRAWN], sample[DRAWN];
    static uint8_t out[DRAWN];
    assay_draws draws;
    for (uint32_t r = 0; r < DRAWN; r++) {
        sample[r] = r * step % DRAWN;
        person[r] = sample[r] % WHO;
    }
    const assay_side side = {
        .rows = DRAWN, .person = person, .sample = sample, .out = out};
    assert_int_equal(assay_draws_make(how, &side, WHO, &draws, &error),
                     ASSAY_OK);
    return draws;
}

static void draws_do_not_depend_on_the_order_of_rows(void **state)
{
    (void)state;
    const assay_draw how[] = {{.seed = 3, .size = 7, .repeat = 5},
                              {.seed = 3, .repeat = 1, .folds = 6}};
    for (int h = 0; h < 2; h++) {
        assay_draws one = draw(&how[h], 1);
        assay_draws other = draw(&how[h], 7);
        assert_int_equal(one.galleries, h ? 7 : 6);
        for (uint32_t r = 0; r < DRAWN; r++)
            assert_int_equal(other.members[r], one.members[r * 7 % DRAWN]);
        assay_draws_end(&one);
        assay_draws_end(&other);
    }
}

static int members_of(const assay_draws *draws, unsigned gallery)
{
    int n = 0;
    for (int r = 0; r < DRAWN; r++)
        n += (int)(draws->members[r] >> gallery & 1);
    return n;
}

static void draws_have_their_sizes_and_folds_part_people(void **state)
{
    (void)state;
    assay_draws d = draw(&(assay_draw){.size = 7, .repeat = 5}, 1);
    for (unsigned g = 0; g < 5; g++) assert_int_equal(members_of(&d, g), 7);
    assert_int_equal(members_of(&d, 5), WHO);
    assert_true((d.members[0] ^ d.members[1]) | (d.members[2] ^ d.members[3]));
    assay_draws_end(&d);
    d = draw(&(assay_draw){.repeat = 1, .folds = 6}, 1);
    for (unsigned g = 0; g < 6; g++)
        assert_int_equal(members_of(&d, g), g < WHO % 6 ? 4 : 3);
    for (int r = 0; r < DRAWN; r++) {
        const uint64_t folds = d.members[r] & UINT64_C(63);
        assert_int_equal(d.members[r] != 0, r < WHO); // the first sample
        assert_true((folds & (folds - 1)) == 0);
        assert_int_equal(folds != 0, r < WHO);
    }
    assay_draws_end(&d);
}

static void calls_come_back(void **state)
{
    (void)state;
    static const char *const by[] = {"sex", "age*sex"};
    static const assay_pair about[] = {{"lab", "a, b"}, {"empty", ""}};
    static const double numbers[] = {0.1, 1e-5, -3.25};
    unsigned char *bytes = NULL;
    unsigned char *again = NULL;
    size_t size = 0;
    size_t n = 0;
    assay_arena arena = {0};
    assay_templates_options o, back;
    assay_templates_options_default(&o);
    o.common.by = (assay_texts){by, 2};
    o.common.about = (assay_pairs){about, 2};
    o.lists.thresholds = (assay_numbers){numbers, 3};
    o.lists.rule = ASSAY_GT;
    o.common.seed = UINT64_MAX;
    o.metric = ASSAY_L2;
    o.set = (assay_template_files){"a.npy", "b.csv"};
    o.folds = 5;
    assert_int_equal(assay_call_pack(&o, &bytes, &size, &error), ASSAY_OK);
    assert_int_equal(assay_call_unpack(bytes, size, &arena, &back, &error),
                     ASSAY_OK);
    assert_int_equal(assay_call_pack(&back, &again, &n, &error), ASSAY_OK);
    assert_int_equal(n, size);
    assert_memory_equal(again, bytes, n);
    assert_string_equal(back.common.about.items[0].value, "a, b");
    assert_true(back.lists.thresholds.items[2] == -3.25);
    assay_free(again);
    for (size_t cut = 1; cut < size; cut++) { // no end of a text: refused
        if (!bytes[cut - 1]) continue;
        assert_int_equal(assay_call_unpack(bytes, cut, &arena, &back, &error),
                         ASSAY_EINPUT);
    }
    assay_free(bytes);
    static const char *const bad[] = {"metric\0"
                                      "9",
                                      "seed\0-1",
                                      "nobody\0"
                                      "1",
                                      "folds\0"
                                      "1e3",
                                      "confidence\0x"};
    static const size_t sizes[] = {9, 8, 9, 10, 13};
    for (int i = 0; i < 5; i++)
        assert_int_equal(assay_call_unpack((const unsigned char *)bad[i],
                                           sizes[i], &arena, &back, &error),
                         ASSAY_EINPUT);
    assay_arena_end(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_a_double_loop),
        cmocka_unit_test(what_ends_a_search_gives_no_result),
        cmocka_unit_test(galleries_beyond_the_bits_are_refused),
        cmocka_unit_test(draws_do_not_depend_on_the_order_of_rows),
        cmocka_unit_test(draws_have_their_sizes_and_folds_part_people),
        cmocka_unit_test(calls_come_back),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
