// SPDX-License-Identifier: Apache-2.0
#include "evaluate/pairing.h"

#include "base/alloc.h"
#include "count/counter.h"
#include "count/pack.h"
#include "count/searches_pack.h"
#include "measure/search_groups.h"

#include <stdio.h>
#include <string.h>

static const char *const OR_APART =
    "to compare them as if independent: --unpaired";

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static assay_status read_views(assay_kept *kept, assay_error *err)
{
    size_t blobs = 0;
    while (assay_result_blob_name(kept->result, blobs)) blobs++;
    kept->views = assay_new(0, blobs + 1, sizeof(assay_view *));
    if (!kept->views) return assay_fail_memory(err, "the counts");
    for (size_t i = 0; i < blobs; i++) {
        size_t n = 0;
        const char *name = assay_result_blob_name(kept->result, i);
        if (strncmp(name, "counts.", strlen("counts.")) != 0) continue;
        const void *bytes = assay_result_blob(kept->result, name, &n);
        ASSAY_TRY(
            assay_view_unpack(bytes, n, &kept->views[kept->view_count], err));
        kept->view_count++;
    }
    return ASSAY_OK;
}

static bool has_people(const assay_kept *kept)
{
    if (kept->searches) return true;
    for (size_t i = 0; i < kept->view_count; i++)
        if (!kept->views[i]->has_people) return false;
    return true;
}

static assay_status read_all(assay_kept *kept, assay_error *err)
{
    size_t n = 0;
    kept->subjects =
        assay_result_blob(kept->result, "subjects", &kept->subjects_size);
    ASSAY_TRY(read_views(kept, err));
    const void *bytes = assay_result_blob(kept->result, "searches", &n);
    if (bytes) ASSAY_TRY(assay_searches_unpack(bytes, n, &kept->searches, err));
    bytes = assay_result_blob(kept->result, "groups", &n);
    if (bytes)
        ASSAY_TRY(assay_search_groups_unpack(
            bytes, n, &kept->arena, &kept->groups, &kept->group_count, err));
    if (!kept->view_count && !kept->searches)
        return assay_fail(err, ASSAY_EINPUT,
                          "it keeps no counts: evaluate without --counts none; "
                          "%s",
                          OR_APART);
    if (!kept->subjects || !has_people(kept))
        return assay_fail(err, ASSAY_EINPUT,
                          "it does not say who was compared: evaluate with "
                          "subject ids; %s",
                          OR_APART);
    return ASSAY_OK;
}

assay_status assay_kept_read(assay_kept *kept, assay_error *err)
{
    const assay_status status = read_all(kept, err);
    return status == ASSAY_OK ? status : assay_fail_at(err, kept->path, 0);
}

void assay_kept_end(assay_kept *kept)
{
    for (size_t i = 0; i < kept->view_count; i++)
        assay_view_free(kept->views[i]);
    assay_free(kept->views);
    assay_searches_free(kept->searches);
    assay_arena_end(&kept->arena);
    memset(kept, 0, sizeof *kept);
}

static const char *fact_of(const assay_kept *kept, const char *key)
{
    size_t n = 0;
    const assay_fact *facts = assay_result_facts(kept->result, &n);
    for (size_t i = 0; i < n; i++)
        if (is(facts[i].key, key)) return facts[i].value;
    return "";
}

static assay_status check_kind(const assay_kept *kept, assay_error *err)
{
    const char *kind = assay_result_evaluation(kept->result);
    if (is(kind, "verification") || is(kind, "identification")) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a result of the kind '%.40s': what assay scores, templates and "
               "candidates keep with -o can be compared",
               kind);
    return assay_fail_at(err, kept->path, 0);
}

assay_status assay_pairing_kind(const assay_kept *a, const assay_kept *b,
                                assay_error *err)
{
    ASSAY_TRY(check_kind(a, err));
    ASSAY_TRY(check_kind(b, err));
    const char *x = assay_result_evaluation(a->result);
    const char *y = assay_result_evaluation(b->result);
    const char *rule = fact_of(a, "options.rule");
    const char *other = fact_of(b, "options.rule");
    if (!is(x, y)) {
        assay_fail(err, ASSAY_EINPUT,
                   "a result of another kind: %.40s, the first is %.40s", y, x);
        return assay_fail_at(err, b->path, 0);
    }
    if (is(rule, other)) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "judged by another rule: %.10s, the first by %.10s; evaluate "
               "both with the same --rule",
               other, rule);
    return assay_fail_at(err, b->path, 0);
}

// People that one list of sorted ids has and the other has not.
static size_t alone(const assay_kept *a, const assay_kept *b)
{
    const char *x = a->subjects, *y = b->subjects;
    const char *end = x + a->subjects_size, *stop = y + b->subjects_size;
    size_t n = 0;
    while (x < end || y < stop) {
        const int order = x == end ? 1 : y == stop ? -1 : strcmp(x, y);
        n += order != 0;
        if (order <= 0) x += strlen(x) + 1;
        if (order >= 0) y += strlen(y) + 1;
    }
    return n;
}

// Whether the ids end with a 0, as they must.
static bool are_ids(const assay_kept *kept)
{
    return kept->subjects_size && !kept->subjects[kept->subjects_size - 1];
}

static assay_status differs(const assay_kept *b, assay_error *err,
                            const char *what)
{
    assay_fail(err, ASSAY_EINPUT, "%s; %s", what, OR_APART);
    return assay_fail_at(err, b->path, 0);
}

static assay_status check_people(const assay_kept *a, const assay_kept *b,
                                 assay_error *err)
{
    char text[160];
    if (!are_ids(a) || !are_ids(b))
        return differs(b, err, "the ids of people are damaged");
    const size_t n = alone(a, b);
    if (!n) return ASSAY_OK;
    (void)snprintf(text, sizeof text,
                   "other people than the first (in one of both alone: %zu)",
                   n);
    return differs(b, err, text);
}

static size_t count_people(const assay_kept *kept)
{
    size_t n = 0;
    for (size_t i = 0; i < kept->subjects_size; i++) n += !kept->subjects[i];
    return n;
}

static bool same_labels(const assay_view *a, const assay_view *b)
{
    if (a->label_count != b->label_count ||
        a->same_references != b->same_references)
        return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0 ||
            strcmp(a->labels[i].value, b->labels[i].value) != 0)
            return false;
    return true;
}

// Room for the margins of both.
typedef struct margins {
    uint64_t *of[2];
} margins;

static void drop_margins(margins *m)
{
    assay_free(m->of[0]);
    assay_free(m->of[1]);
}

static size_t differing(const assay_view *a, const assay_view *b,
                        assay_role role, margins *m)
{
    size_t n = 0;
    assay_view_margins(a, role, m->of[0]);
    assay_view_margins(b, role, m->of[1]);
    for (uint32_t i = 0; i < a->people; i++) n += m->of[0][i] != m->of[1][i];
    return n;
}

static assay_status check_margins(const assay_kept *b, const assay_view *x,
                                  const assay_view *y, margins *m,
                                  assay_error *err)
{
    static const char *const names[ASSAY_ROLES] = {
        "comparisons of a person with themselves",
        "comparisons of a person as a probe with others",
        "comparisons of a person as a reference with others"};
    char text[200];
    for (int r = 0; r < ASSAY_ROLES; r++) {
        const size_t n = differing(x, y, (assay_role)r, m);
        if (!n) continue;
        (void)snprintf(text, sizeof text,
                       "other comparisons than the first: %s%s%.60s differ in "
                       "number (people: %zu)",
                       names[r], x->label_count ? ", group " : "",
                       x->label_count ? x->labels[0].value : "", n);
        return differs(b, err, text);
    }
    if (x->pairs == y->pairs && x->disjoint_roles == y->disjoint_roles &&
        x->balanced == y->balanced && x->sum_m2.low == y->sum_m2.low &&
        x->sum_m2.high == y->sum_m2.high)
        return ASSAY_OK;
    return differs(b, err,
                   "other comparisons than the first: who is compared with "
                   "whom differs");
}

static assay_status check_views(const assay_kept *a, const assay_kept *b,
                                assay_error *err)
{
    const size_t people = count_people(a);
    ASSAY_AUTO(drop_margins)
    margins m = {{assay_new(0, people, sizeof(uint64_t)),
                  assay_new(0, people, sizeof(uint64_t))}};
    if (!m.of[0] || !m.of[1]) return assay_fail_memory(err, "the people");
    for (size_t i = 0; i < a->view_count; i++)
        for (size_t k = 0; k < b->view_count; k++) {
            const assay_view *x = a->views[i], *y = b->views[k];
            if (!same_labels(x, y)) continue;
            if (x->people != people || y->people != people)
                return differs(b, err, "counts of other people than its ids");
            ASSAY_TRY(check_margins(b, x, y, &m, err));
        }
    return ASSAY_OK;
}

static bool same_search(const assay_searched *x, const assay_searched *y)
{
    return x->probe == y->probe && x->person == y->person &&
           x->gallery == y->gallery && x->mated == y->mated;
}

// Whether each search is of a combination of labels that there can be.
static bool has_profiles(const assay_searches *s)
{
    for (uint64_t i = 0; i < s->search_count; i++)
        if (s->searches[i].profile >= ASSAY_PROFILES_MOST) return false;
    return true;
}

static assay_status check_searches(const assay_kept *a, const assay_kept *b,
                                   assay_error *err)
{
    const assay_searches *x = a->searches, *y = b->searches;
    if (!x || !y) return ASSAY_OK;
    if (x->people_count != count_people(a) ||
        y->people_count != count_people(b))
        return differs(b, err, "searches of other people than its ids");
    if (!has_profiles(x) || !has_profiles(y))
        return differs(b, err, "the groups of searches are damaged");
    if (x->search_count != y->search_count ||
        x->gallery_count != y->gallery_count || x->pool != y->pool)
        return differs(b, err,
                       "other searches than the first: their number, or that "
                       "of the lists, differs");
    for (uint64_t i = 0; i < x->search_count; i++)
        if (!same_search(&x->searches[i], &y->searches[i]))
            return differs(b, err,
                           "other searches than the first: who is searched for "
                           "on which list differs");
    return ASSAY_OK;
}

// Whether an input lists samples, so that it is the data's, not the system's.
static bool lists_samples(const assay_input *input)
{
    return (is(input->format, "csv") || is(input->format, "tsv")) &&
           (is(input->role, "templates") || is(input->role, "probes") ||
            is(input->role, "references"));
}

// The digest of what lists the samples of a role; NULL: not recorded.
static const char *digest_of(const assay_kept *kept, const char *role)
{
    size_t n = 0;
    const assay_input *inputs = assay_result_inputs(kept->result, &n);
    for (size_t i = 0; i < n; i++)
        if (is(inputs[i].role, role) && lists_samples(&inputs[i]))
            return inputs[i].digest;
    return NULL;
}

static assay_status check_samples(const assay_kept *a, const assay_kept *b,
                                  assay_error *err)
{
    static const char *const roles[] = {"templates", "probes", "references"};
    char text[120];
    // Lists of candidates come with the failures of their own system.
    if (!is(fact_of(a, "subcommand"), "templates")) return ASSAY_OK;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const char *x = digest_of(a, roles[i]), *y = digest_of(b, roles[i]);
        if (!x || !y || is(x, y)) continue;
        (void)snprintf(text, sizeof text,
                       "other samples than the first: the list of %s has "
                       "another digest",
                       roles[i]);
        return differs(b, err, text);
    }
    return ASSAY_OK;
}

assay_status assay_pairing_check(const assay_kept *a, const assay_kept *b,
                                 assay_error *err)
{
    ASSAY_TRY(check_people(a, b, err));
    ASSAY_TRY(check_views(a, b, err));
    ASSAY_TRY(check_searches(a, b, err));
    return check_samples(a, b, err);
}
