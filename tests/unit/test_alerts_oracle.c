// SPDX-License-Identifier: Apache-2.0
// Random small logs, counted again by loops over everything.
#include "alerts_help.h"

#include "stats/philox.h"

enum {
    PEOPLE = 6,
    CAMERAS = 2,
    ROWS = 14,
    ALERTS = 24,
    ENTRIES = 9,
    T0 = 36000
};
enum { GAP = 30, GRACE = 5, RUNS = 400 };

// Rows as they are written. Times in seconds of the day.
typedef struct entry {
    int person;   // -1: nobody's
    int from, to; // -1: always
    int enrolled;
} entry;
typedef struct row {
    int person, camera, in, out, acquired;
} row;
typedef struct alert {
    int time, camera, entry, score, row, outcome; // row -1: not said
} alert;

static entry entries[ENTRIES];
static row rows[ROWS];
static alert alerts[ALERTS];
static int entry_count, row_count, alert_count;
static bool crowd;

// Passages: rows of one person at one camera within the gap.
typedef struct passage {
    int person, camera, in, out, acquired;
    int of_row[ROWS];
} passage;
static passage passages[ROWS];
static int passage_count, passage_of[ROWS];

static uint32_t counter;
static uint32_t seed_of;

static int draw(int below)
{
    const uint32_t at[4] = {counter++, seed_of, 7, 7}, key[2] = {1, 2};
    return (int)(assay_philox(at, key).w[0] % (uint32_t)below);
}

static void make(uint32_t seed)
{
    seed_of = seed;
    counter = 0;
    entry_count = 4 + draw(ENTRIES - 3);
    row_count = 2 + draw(ROWS - 1);
    alert_count = 1 + draw(ALERTS);
    crowd = draw(3) == 0;
    for (int i = 0; i < entry_count; i++) {
        const bool period = draw(4) == 0;
        entries[i] = (entry){
            draw(3) ? draw(PEOPLE / 2) : -1, period ? T0 + 60 * draw(10) : -1,
            period ? T0 + 600 + 60 * draw(10) : -1, draw(6) > 0};
    }
    for (int i = 0; i < row_count; i++) {
        // Coarse, so that times meet.
        const int in = T0 + 10 * draw(120);
        rows[i] = (row){draw(PEOPLE), draw(CAMERAS), in, in + 10 * draw(5),
                        draw(8) > 0};
    }
    for (int i = 0; i < alert_count; i++) {
        alerts[i] = (alert){
            T0 + draw(1260), draw(CAMERAS), draw(entry_count), 60 + draw(5), -1,
            draw(3)};
        if (draw(2)) { // near a passage
            const row *r = &rows[draw(row_count)];
            alerts[i].time = r->in + draw(r->out - r->in + 8);
            alerts[i].camera = r->camera;
        }
        if (draw(5) == 0) alerts[i].row = draw(row_count);
    }
}

static void put_time(FILE *file, int time)
{
    if (time < 0) return;
    (void)fprintf(file, "2024-05-03T%02d:%02d:%02dZ", time / 3600,
                  time / 60 % 60, time % 60);
}

// People's references are alike for nobody: each entry has its own.
static void write_list(void)
{
    FILE *file = fopen(log_paths[LOG_WATCHLIST], "w");
    assert_non_null(file);
    (void)fputs("reference_id,subject_id,from,to,enrolled\n", file);
    for (int i = 0; i < entry_count; i++) {
        (void)fprintf(file, "r%d,", i);
        if (entries[i].person >= 0)
            (void)fprintf(file, "p%d", entries[i].person);
        (void)fputc(',', file);
        put_time(file, entries[i].from);
        (void)fputc(',', file);
        put_time(file, entries[i].to);
        (void)fprintf(file, ",%d\n", entries[i].enrolled);
    }
    assert_int_equal(fclose(file), 0);
}

static void write_rows(void)
{
    FILE *file = fopen(log_paths[LOG_TRANSITS], "w");
    assert_non_null(file);
    (void)fputs("transit_id,subject_id,camera,entered,left,acquired\n", file);
    for (int i = row_count; i-- > 0;) {
        (void)fprintf(file, "t%d,p%d,c%d,", i, rows[i].person, rows[i].camera);
        put_time(file, rows[i].in);
        (void)fputc(',', file);
        put_time(file, rows[i].out);
        (void)fprintf(file, ",%d\n", rows[i].acquired);
    }
    assert_int_equal(fclose(file), 0);
}

static void write_alerts(void)
{
    static const char *const outcomes[] = {"", "right", "wrong"};
    FILE *file = fopen(log_paths[LOG_ALERTS], "w");
    assert_non_null(file);
    (void)fputs("alert_id,time,camera,reference_id,score,transit_id,outcome\n",
                file);
    for (int i = 0; i < alert_count; i++) {
        (void)fprintf(file, "a%d,", i);
        put_time(file, alerts[i].time);
        (void)fprintf(file, ",c%d,r%d,0.%d,", alerts[i].camera, alerts[i].entry,
                      alerts[i].score);
        if (alerts[i].row >= 0) (void)fprintf(file, "t%d", alerts[i].row);
        (void)fprintf(file, ",%s\n", outcomes[alerts[i].outcome]);
    }
    assert_int_equal(fclose(file), 0);
}

// ---- What the counts should be ---------------------------------------------

static void join_rows(void)
{
    bool done[ROWS] = {false};
    passage_count = 0;
    for (;;) {
        int first = -1;
        for (int i = 0; i < row_count; i++)
            if (!done[i] && (first < 0 || rows[i].in < rows[first].in))
                first = i;
        if (first < 0) return;
        passage p = {rows[first].person, rows[first].camera,   rows[first].in,
                     rows[first].out,    rows[first].acquired, {0}};
        for (bool grew = true; grew;) {
            grew = false;
            for (int i = 0; i < row_count; i++) {
                const row *r = &rows[i];
                if (done[i] || r->person != p.person || r->camera != p.camera ||
                    r->in - p.out > GAP)
                    continue;
                done[i] = grew = true;
                passage_of[i] = passage_count;
                p.acquired |= r->acquired;
                if (r->out > p.out) p.out = r->out;
            }
        }
        passages[passage_count++] = p;
    }
}

// Whether the person is on the list then; with `enrolled`, and can be found.
static bool is_listed(int person, int time, bool enrolled)
{
    for (int i = 0; i < entry_count; i++) {
        const entry *e = &entries[i];
        if (e->person == person && person >= 0 &&
            (e->from < 0 || (e->from <= time && time < e->to)) &&
            (!enrolled || e->enrolled))
            return true;
    }
    return false;
}

// Who an entry is: a person, or 100 and more.
static int who(int e)
{
    return entries[e].person >= 0 ? entries[e].person : 100 + e;
}

// Identities on the list.
static int list_size(int time)
{
    int n = 0;
    for (int person = 0; person < PEOPLE; person++)
        n += is_listed(person, time, true);
    for (int i = 0; i < entry_count; i++) {
        const entry *e = &entries[i];
        n += e->person < 0 && e->enrolled &&
             (e->from < 0 || (e->from <= time && time < e->to));
    }
    return n;
}

enum { NONE = -1, SEVERAL = -2 };

static bool stands(const passage *p, const alert *a, int grace)
{
    return p->camera == a->camera && p->in <= a->time &&
           a->time <= p->out + grace;
}

// Whether some alert says of which passage it is, and names somebody else.
static bool names_false(void)
{
    for (int i = 0; i < alert_count; i++) {
        const alert *a = &alerts[i];
        if (a->row >= 0 && rows[a->row].person != who(a->entry)) return true;
    }
    return false;
}

// The passage of an alert; `sure` unless it may be another's.
static int match(const alert *a, bool *sure)
{
    int inside = 0, near = 0, own = NONE, only = NONE;
    *sure = true;
    if (a->row >= 0) return passage_of[a->row];
    for (int i = 0; i < passage_count; i++) {
        const passage *p = &passages[i];
        inside += stands(p, a, 0);
        near += stands(p, a, GRACE);
    }
    for (int i = 0; i < passage_count; i++) {
        if (!stands(&passages[i], a, GRACE)) continue;
        if (passages[i].person == who(a->entry)) own = i;
        if (stands(&passages[i], a, inside ? 0 : GRACE)) only = i;
    }
    if (own != NONE) {
        *sure = (stands(&passages[own], a, 0) ? inside : near) == 1;
        return own;
    }
    if (!near || (crowd && names_false())) return NONE;
    return (inside ? inside : near) == 1 && !crowd ? only : SEVERAL;
}

// Whether another overlaps a passage, and alerts by time alone may be of
// either.
static bool is_beside(int p)
{
    bool by_time = false, over = false;
    for (int i = 0; i < alert_count; i++) by_time |= alerts[i].row < 0;
    for (int i = 0; i < passage_count; i++)
        over |= i != p && passages[i].camera == passages[p].camera &&
                passages[i].in <= passages[p].out &&
                passages[p].in <= passages[i].out;
    return by_time && over && !crowd;
}

// What was named in a passage, at a threshold.
typedef struct named {
    bool own, own_sure, maybe, beside;
    int others;
} named;

static named names_in(int p, int threshold)
{
    named out = {.beside = is_beside(p)};
    bool seen[100 + ENTRIES] = {false};
    for (int i = 0; i < alert_count; i++) {
        bool sure = false;
        const alert *a = &alerts[i];
        if (a->score < threshold) continue;
        const int of = match(a, &sure);
        int inside = 0;
        for (int k = 0; k < passage_count; k++)
            inside += stands(&passages[k], a, 0);
        if (of == SEVERAL && stands(&passages[p], a, inside ? 0 : GRACE))
            out.maybe = true;
        if (of != p) continue;
        if (who(a->entry) == passages[p].person) {
            out.own = true;
            out.own_sure = out.own_sure || sure;
        } else if (!seen[who(a->entry)]) {
            seen[who(a->entry)] = true;
            out.others++;
        }
    }
    return out;
}

// All of one threshold.
typedef struct counts {
    int found, unsure, listed, able, able_found, able_unsure;
    int wrong, others, trials, aside, aside_trials, candidates, alone;
    int wrong_able, able_others, sure_wrong, found_alone, listed_alone;
    // Of each person, of TPIR and FPIR: events, unsure ones, trials, those in
    // the bounds alone, and events of these.
    int of[2][5][PEOPLE];
} counts;

static void count(int threshold, counts *c)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < passage_count; i++) {
        const passage *p = &passages[i];
        const named n = names_in(i, threshold);
        const bool on = is_listed(p->person, p->in, false);
        const bool wrong = n.others > 0;
        const bool trial = !n.beside && (wrong || !n.maybe);
        c->of[!on][0][p->person] += on ? n.own : trial && wrong;
        c->of[!on][1][p->person] += on && n.own && !n.own_sure;
        c->of[!on][2][p->person] += on || trial;
        c->of[!on][3][p->person] += !on && !trial;
        c->of[!on][4][p->person] += !on && n.beside && wrong;
        if (on) {
            const bool able = p->acquired && is_listed(p->person, p->in, true);
            c->listed++;
            c->found += n.own;
            c->unsure += n.own && !n.own_sure;
            c->able += able;
            c->able_found += able && n.own;
            c->able_unsure += able && n.own && !n.own_sure;
            c->aside += trial && wrong;
            c->aside_trials += trial;
            c->listed_alone += !n.beside;
            c->found_alone += !n.beside && n.own;
            continue;
        }
        c->sure_wrong += wrong;
        c->others++;
        if (n.beside) continue;
        c->candidates += n.others;
        c->alone++;
        c->trials += trial;
        c->wrong += wrong;
        if (!p->acquired) continue;
        c->able_others += trial;
        c->wrong_able += wrong;
    }
}

// Alerts of no certain passage, merged.
static int merged(int seconds)
{
    int n = 0;
    for (int i = 0; i < alert_count; i++) {
        bool sure = false, first = true;
        if (match(&alerts[i], &sure) >= 0) continue;
        for (int k = 0; k < alert_count && first; k++) {
            const alert *a = &alerts[i], *b = &alerts[k];
            const bool before =
                b->time < a->time || (b->time == a->time && k < i);
            first = !(before && b->camera == a->camera &&
                      who(b->entry) == who(a->entry) &&
                      a->time - b->time <= seconds && match(b, &sure) < 0);
        }
        n += first;
    }
    return n;
}

// The chance that a list of `n` of the `all` holds one of `k`, by counting.
static double chance(int k, int all, int n)
{
    int with = 0, lists = 0;
    for (unsigned set = 0; set < 1u << all; set++) {
        if (__builtin_popcount(set) != n) continue;
        lists++;
        with += (set & ((1u << k) - 1)) != 0;
    }
    return (double)with / lists;
}

// Each passage counts the same, or each person.
static double at_size(int threshold, int n, bool equally)
{
    double sum[PEOPLE] = {0}, all_sum = 0;
    int trials[PEOPLE] = {0}, all_trials = 0;
    for (int i = 0; i < passage_count; i++) {
        const passage *p = &passages[i];
        if (is_listed(p->person, p->in, false)) continue;
        const named seen = names_in(i, threshold);
        if (seen.beside || (!seen.others && seen.maybe)) continue;
        const int all = list_size(p->in);
        trials[p->person]++;
        if (seen.others)
            sum[p->person] +=
                chance(seen.others < all ? seen.others : all, all, n);
    }
    for (int i = 0; i < PEOPLE; i++) {
        const int m = equally && trials[i] ? trials[i] : 1;
        all_sum += sum[i] / m;
        all_trials += trials[i] / m;
    }
    return all_trials ? all_sum / all_trials : (double)NAN;
}

// Each person counting the same: the rate; or the least that it can be.
static double by_person(const counts *c, int which, bool least)
{
    double sum = 0;
    int people = 0;
    for (int i = 0; i < PEOPLE; i++) {
        const int n = c->of[which][2][i] + (least ? c->of[which][3][i] : 0);
        const int x = c->of[which][0][i] +
                      (least ? c->of[which][4][i] - c->of[which][1][i] : 0);
        if (!n) continue;
        people++;
        sum += (double)x / n;
    }
    return people ? sum / people : (double)NAN;
}

// ---- Against the program ---------------------------------------------------

static void rate(const char *name, int threshold, int events, int trials)
{
    char id[128];
    (void)snprintf(id, sizeof id, "%s@threshold=0.%d", name, threshold);
    const assay_figure *f = assay_result_find(log_result, id);
    // Passages stand beside where people count equally.
    if (f && f->weights && strcmp(f->weights, "subject") == 0) {
        (void)snprintf(id, sizeof id, "%s@threshold=0.%d,weights=comparison",
                       name, threshold);
    }
    log_rate(id, events, trials);
}

static void bounds(const char *name, int threshold, double least,
                   const double equal[2])
{
    char id[128];
    (void)snprintf(id, sizeof id, "%s@threshold=0.%d", name, threshold);
    const assay_figure *f = log_figure(id);
    const bool equally = f->weights && strcmp(f->weights, "subject") == 0;
    if (equally && !equal) return;
    if (equally && f->status != ASSAY_FIGURE_REFUSED &&
        fabs(f->value - equal[0]) > 1e-12)
        fail_msg("%s: %g, not %g", id, f->value, equal[0]);
    if (equally) least = equal[1];
    if (isnan(f->bounds[0])) {
        // Nothing is unsure below; perhaps above.
        if (f->status != ASSAY_FIGURE_REFUSED && fabs(f->value - least) > 1e-12)
            fail_msg("%s: no bounds", id);
        return;
    }
    if (fabs(f->bounds[0] - least) > 1e-12)
        fail_msg("%s: at least %g, not %g", id, f->bounds[0], least);
}

static void compare(int threshold)
{
    counts c;
    char id[128];
    count(threshold, &c);
    const double found[] = {by_person(&c, 0, false), by_person(&c, 0, true)};
    const double wrong[] = {by_person(&c, 1, false), by_person(&c, 1, true)};
    rate("TPIR", threshold, c.found, c.listed);
    if (c.listed)
        bounds("TPIR", threshold, (double)(c.found - c.unsure) / c.listed,
               found);
    rate("algorithm-level TPIR", threshold, c.able_found, c.able);
    if (c.able)
        bounds("algorithm-level TPIR", threshold,
               (double)(c.able_found - c.able_unsure) / c.able, NULL);
    rate("FPIR", threshold, c.wrong, c.trials);
    if (c.others)
        bounds("FPIR", threshold, (double)c.sure_wrong / c.others, wrong);
    if (assay_result_find(log_result, "TPIR of passages that none overlaps@"
                                      "threshold=0.6"))
        rate("TPIR of passages that none overlaps", threshold, c.found_alone,
             c.listed_alone);
    rate("algorithm-level FPIR", threshold, c.wrong_able, c.able_others);
    rate("false alerts per passage, own entry set aside", threshold, c.aside,
         c.aside_trials);
    rate("SEL", threshold, c.candidates, c.alone);
    (void)snprintf(id, sizeof id, "FPIR@threshold=0.%d,watchlist_size=1",
                   threshold);
    const assay_figure *f = assay_result_find(log_result, id);
    const bool equally = f && f->weights && strcmp(f->weights, "subject") == 0;
    const double wanted = at_size(threshold, 1, equally);
    if (f && f->status == ASSAY_FIGURE_REFUSED) return;
    if (f && !isnan(wanted) && fabs(f->value - wanted) > 1e-12)
        fail_msg("%s: %g, not %g", id, f->value, wanted);
}

static void evaluate(void)
{
    static const double thresholds[] = {.6, .62, .64}, sizes[] = {1};
    assay_alerts_options options = log_options();
    int least = ENTRIES;
    for (int i = 0; i < passage_count; i++)
        if (list_size(passages[i].in) < least)
            least = list_size(passages[i].in);
    options.thresholds = (assay_numbers){thresholds, 3};
    options.sizes = (assay_numbers){sizes, least >= 1 ? 1 : 0};
    options.floor = 0.6;
    options.logged = ASSAY_LOGGED_ALL;
    options.clock_offset = 0;
    if (crowd) {
        log_write(LOG_CROWD, "camera,from,to,count\n"
                             "c0,2024-05-03T00:00:00Z,2024-05-04T00:00:00Z,"
                             "1000\n");
        options.crowd = log_paths[LOG_CROWD];
    }
    log_evaluate(&options);
}

static void random_logs(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < RUNS; seed++) {
        make(seed);
        join_rows();
        write_list();
        write_rows();
        write_alerts();
        evaluate();
        for (int threshold = 60; threshold <= 64; threshold += 2)
            compare(threshold);
        log_count("alerts of no certain passage@merge=0", merged(0));
        log_count("alerts of no certain passage@merge=60", merged(60));
        log_count("alerts of no certain passage@merge=300", merged(300));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_logs)};
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
