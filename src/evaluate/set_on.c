// SPDX-License-Identifier: Apache-2.0
#include "evaluate/set_on.h"

#include "base/alloc.h"
#include "base/build.h"
#include "count/pack.h"

#include <string.h>

static void drop_view(assay_view **view)
{
    assay_view_free(*view);
}

// Whether each person is in some comparison, in canonical order.
static assay_status present(const assay_view *view, bool **out,
                            assay_error *err)
{
    const size_t n = view->people;
    ASSAY_AUTO(assay_drop) uint64_t *margins = assay_new(0, n, sizeof *margins);
    bool *here = assay_new(0, n, sizeof *here);
    *out = here;
    if (!margins || !here) return assay_fail_memory(err, "the people");
    for (int role = 0; role < ASSAY_ROLES; role++) {
        assay_view_margins(view, (assay_role)role, margins);
        for (size_t i = 0; i < n; i++) here[i] = here[i] || margins[i];
    }
    return ASSAY_OK;
}

// Ids stand one behind the other, each ended by 0, in canonical order.
static assay_status add_ids(const char *ids, size_t size, const bool *here,
                            size_t people, assay_strings *to, assay_error *err)
{
    size_t at = 0;
    for (size_t i = 0; i < people && at < size; i++) {
        const size_t length = strnlen(ids + at, size - at);
        const assay_slice id = {ids + at, length};
        uint32_t unused = 0;
        if (here[i] && !assay_strings_add(to, id, &unused))
            return assay_fail_memory(err, "the people");
        at += length + 1;
    }
    return ASSAY_OK;
}

assay_status assay_set_on_read(const assay_result *from, assay_set_on *set,
                               assay_error *err)
{
    size_t size = 0, packed = 0;
    const char *ids = assay_result_blob(from, "subjects", &size);
    const unsigned char *bytes = assay_result_blob(from, "counts.0", &packed);
    ASSAY_AUTO(drop_view) assay_view *view = NULL;
    ASSAY_AUTO(assay_drop) bool *here = NULL;
    set->asked = true;
    if (!ids || !bytes) return ASSAY_OK;
    ASSAY_TRY(assay_view_unpack(bytes, packed, &view, err));
    ASSAY_TRY(present(view, &here, err));
    set->ids = assay_strings_new();
    if (!set->ids) return assay_fail_memory(err, "the people");
    return add_ids(ids, size, here, view->people, set->ids, err);
}

static void warn(assay_result *result, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    assay_build_warning(result, &warning);
}

static assay_status count(const assay_set_on *set, const assay_strings *people,
                          const assay_view *everybody, uint64_t *shared,
                          assay_error *err)
{
    const uint32_t n = assay_strings_count(people);
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    ASSAY_AUTO(assay_drop) bool *here = NULL;
    *shared = 0;
    ASSAY_TRY(present(everybody, &here, err));
    if (!order || !assay_strings_order(people, order))
        return assay_fail_memory(err, "the people");
    for (uint32_t i = 0; i < n && i < everybody->people; i++) {
        const assay_slice id = assay_strings_text(people, order[i]);
        *shared +=
            here[i] && assay_strings_find(set->ids, id) != ASSAY_NO_STRING;
    }
    return ASSAY_OK;
}

assay_status assay_set_on_warn(const assay_set_on *set,
                               const assay_strings *people,
                               const assay_view *everybody,
                               assay_result *result, assay_error *err)
{
    uint64_t shared = 0;
    if (!set->asked) return ASSAY_OK;
    if (!set->ids || !people) {
        warn(result, "people_not_compared", ASSAY_LIMITS_IT,
             "whether thresholds are judged on the people on whom they were "
             "set is not known: who they are is not kept",
             -1);
        return ASSAY_OK;
    }
    ASSAY_TRY(count(set, people, everybody, &shared, err));
    if (shared)
        warn(result, "same_people", ASSAY_CHANGES_THE_READING,
             "thresholds are judged on people on whom they were set: on "
             "others FMR and FNMR can be higher",
             (int64_t)shared);
    return ASSAY_OK;
}

void assay_set_on_end(assay_set_on *set)
{
    assay_strings_free(set->ids);
    *set = (assay_set_on){false, NULL};
}
