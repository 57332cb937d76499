// SPDX-License-Identifier: Apache-2.0
// What a test is to show, as it is written.
#include "read/size_goal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static assay_size_goal read_it(const char *text)
{
    assay_size_goal goal;
    assay_error err;
    if (assay_size_goal_read(text, &goal, &err) != ASSAY_OK)
        fail_msg("'%s': %s", text, err.reason);
    return goal;
}

static void goals_of_the_manual(void **state)
{
    (void)state;
    const assay_size_goal width = read_it("TPIR +- 0.05");
    assert_true(width.rate == ASSAY_GOAL_TPIR);
    assert_true(width.kind == ASSAY_GOAL_WIDTH && width.number == .05);
    assert_true(isnan(width.expect) && !width.watchlist_size);
    const assay_size_goal limit = read_it("FPIR@watchlist_size=10000 <= 1e-4");
    assert_true(limit.rate == ASSAY_GOAL_FPIR);
    assert_true(limit.kind == ASSAY_GOAL_AT_MOST && limit.number == 1e-4);
    assert_true(limit.watchlist_size == 10000);
    const assay_size_goal ratio = read_it("TPIR ratio 1.25");
    assert_true(ratio.kind == ASSAY_GOAL_RATIO && ratio.number == 1.25);
}

static void blanks_signs_and_conditions(void **state)
{
    (void)state;
    const assay_size_goal part = read_it("  FNMR@FMR=1e-3,expect=.02 +-20 % ");
    assert_true(part.rate == ASSAY_GOAL_FNMR);
    assert_true(part.kind == ASSAY_GOAL_PART && part.number == .2);
    assert_true(part.fmr == 1e-3 && part.expect == .02);
    assert_true(read_it("FNIR\xC2\xB1.1").kind == ASSAY_GOAL_WIDTH);
    const assay_size_goal least = read_it("TPIR@threshold=-0.25>=80%");
    assert_true(least.kind == ASSAY_GOAL_AT_LEAST && least.number == .8);
    assert_true(least.threshold == -.25);
    assert_true(read_it("FMR<1e-6").kind == ASSAY_GOAL_AT_MOST);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "FAR <= 1e-3",
        "TPIRR +- 0.1",
        "TPIR",
        "TPIR +- ",
        "TPIR +- 0",
        "TPIR +- 1",
        "TPIR +- -0.1",
        "TPIR ratio 1",
        "TPIR ratio inf",
        "TPIR ratio1.25",
        "FPIR@watchlist_size=0 <= 1e-3",
        "FPIR@watchlist_size=1.5 <= 1e-3",
        "FPIR@n=5 <= 1e-3",
        "FPIR@expect=1 <= 1e-3",
        "FPIR@expect <= 1e-3",
        "FPIR@ <= 1e-3",
        "FPIR@expect=1e-4, <= 1e-3",
        "FPIR == 1e-3",
        "FPIR <= 1e-3 %  %",
        "FPIR <= nan",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assay_size_goal goal;
        assay_error err;
        if (assay_size_goal_read(wrong[i], &goal, &err) != ASSAY_EUSAGE)
            fail_msg("'%s' is taken", wrong[i]);
        assert_true(strlen(err.reason) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goals_of_the_manual),
        cmocka_unit_test(blanks_signs_and_conditions),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
