// SPDX-License-Identifier: Apache-2.0
// Each allocation of searches fails once: made, packed, measured, told.
#include "oom/oom.h"

#include "count/searches_pack.h"
#include "unit/ident_help.h"

static help_lists lists;

static void make(void)
{
    static const double targets[] = {0.2}, at[] = {0.7};
    help_begin(&lists);
    lists.people = 12;
    lists.probes = 40;
    lists.length = 4;
    lists.groups = 2;
    for (uint32_t p = 0; p < 12; p++) lists.enrolled[0][p] = p % 2 == 0;
    lists.failed[0][3] = true;
    for (unsigned q = 0; q < lists.probes; q++) {
        lists.person[q] = q % 12;
        lists.profile[q] = q % 12 < 6 ? 0 : 1;
        for (uint32_t p = 0; p < 12; p++)
            lists.score[q][p] = (float)(help_next(&lists) % 50) / 50.0f;
    }
    lists.options.fpir = (assay_numbers){targets, 1};
    lists.options.thresholds = (assay_numbers){at, 1};
    lists.options.target = ASSAY_TARGET_RANDOM;
}

static assay_status measure(void *context)
{
    assay_error err = {0};
    assay_result *result = assay_build_new("identification");
    if (!result) return ASSAY_ENOMEM;
    assay_status status = help_figures(&lists, context, result, &err);
    if (status == ASSAY_OK) status = assay_build_end(&result, &err);
    assay_result_free(result);
    return status;
}

static assay_status pack(void *context)
{
    assay_error err = {0};
    unsigned char *bytes = NULL;
    size_t size = 0;
    assay_searches *again = NULL;
    assay_status status =
        assay_searches_pack(context, 0, SIZE_MAX, &bytes, &size, &err);
    if (status == ASSAY_OK)
        status = assay_searches_unpack(bytes, size, &again, &err);
    assay_searches_free(again);
    assay_free(bytes);
    return status;
}

static assay_status suspect(void *context)
{
    assay_error err = {0};
    assay_suspect *found = NULL;
    size_t n = 0;
    const assay_status status =
        assay_searches_suspects(context, &found, &n, &err);
    assay_free(found);
    return status;
}

// A search of three templates by two, without lists that are full.
static assay_status make_searches(void *context)
{
    static const uint32_t people[] = {0, 1, 2};
    static assay_pair_found mates[] = {{3000000000u, 0, 0},
                                       {2900000000u, 1, 1}};
    static assay_pair_found tail[] = {{2800000000u, 0, 1},
                                      {2700000000u, 1, 0},
                                      {2600000000u, 0, 2},
                                      {2500000000u, 1, 2}};
    static assay_candidate found_lists[] = {{2800000000u, 1}, {2700000000u, 0}};
    static uint16_t used[] = {1, 1};
    static const uint16_t profiles[] = {0, 1, 1};
    const assay_found found = {.probe_rows = 2,
                               .reference_rows = 3,
                               .mates = mates,
                               .mate_count = 2,
                               .tail = tail,
                               .tail_count = 4,
                               .lists = found_lists,
                               .list_used = used,
                               .galleries = 1,
                               .list_length = 1};
    const assay_searches_from from = {
        .found = &found,
        .probes = {people, profiles, NULL, NULL, 2, NULL},
        .references = {people, profiles, NULL, NULL, 3, NULL},
        .people = 3,
        .pool = 1};
    static const double at[] = {-1};
    static bool members[2][65536];
    const assay_label labels[] = {{"group", "A"}, {"group", "B"}};
    members[0][0] = members[1][1] = true;
    const assay_search_group groups[] = {
        {&labels[0], 1, false, members[0], false},
        {&labels[1], 1, false, members[1], false}};
    const assay_identification_options options = {.thresholds = {at, 1},
                                                  .list_length = 1};
    const assay_identification_input input = {.options = &options,
                                              .common = &lists.common,
                                              .groups = groups,
                                              .group_count = 2};
    assay_error err = {0};
    assay_searches *s = NULL;
    assay_ledger ledger = {.no_memory = false};
    assay_identification *all = NULL;
    (void)context;
    assay_status status = assay_searches_make(&from, &s, &err);
    if (status == ASSAY_OK)
        status = assay_identification_new(&input, &all, &err);
    if (status == ASSAY_OK)
        status = assay_identification_measure(all, s, &ledger, &err);
    if (status == ASSAY_OK)
        status = assay_identification_matrix(all, &from, &err);
    assay_identification_free(all);
    assay_ledger_end(&ledger);
    assay_searches_free(s);
    return status;
}

static void searches_need_every_allocation(void **state)
{
    (void)state;
    make();
    assay_searches *s = help_make(&lists);
    assert_true(oom_fail_each(measure, s) > 100);
    assert_true(oom_fail_each(pack, s) > 5);
    assert_true(oom_fail_each(suspect, s) > 1);
    assert_true(oom_fail_each(make_searches, NULL) > 40);
    assay_searches_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searches_need_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
