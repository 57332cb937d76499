// SPDX-License-Identifier: Apache-2.0
// Each part exactly once, on any number of threads, with or without them.
#include "base/pool.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PARTS = 1000, THREADS = 7 };

typedef struct tally {
    unsigned runs[PARTS];        // each part belongs to one thread
    uint64_t by_thread[THREADS]; // scratch of a thread
    unsigned threads;
    size_t stop_at;
    atomic_uint wrong; // cmocka's checks may not be made on other threads
    pthread_t caller;
} tally;

static bool count_part(void *context, size_t part, unsigned thread)
{
    tally *t = context;
    if (part >= PARTS || thread >= t->threads ||
        (thread == 0 && !pthread_equal(pthread_self(), t->caller))) {
        atomic_fetch_add(&t->wrong, 1);
        return true;
    }
    t->runs[part]++;
    t->by_thread[thread] += part;
    return part != t->stop_at;
}

static void each_part_runs_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {0, 1, 2, THREADS};
    for (size_t i = 0; i < 4; i++) {
        tally t = {.threads = threads[i] ? threads[i] : 1,
                   .stop_at = SIZE_MAX,
                   .caller = pthread_self()};
        uint64_t sum = 0;
        assert_true(assay_pool_run(threads[i], PARTS, count_part, &t));
        for (size_t k = 0; k < PARTS; k++) assert_int_equal(t.runs[k], 1);
        for (size_t k = 0; k < THREADS; k++) sum += t.by_thread[k];
        assert_int_equal(sum, (uint64_t)PARTS * (PARTS - 1) / 2);
        assert_int_equal(t.wrong, 0);
    }
}

static void more_threads_than_parts(void **state)
{
    (void)state;
    tally t = {.threads = 3, .stop_at = SIZE_MAX, .caller = pthread_self()};
    assert_true(assay_pool_run(THREADS, 3, count_part, &t));
    assert_true(assay_pool_run(THREADS, 0, count_part, &t));
    assert_int_equal(t.runs[0] + t.runs[1] + t.runs[2], 3);
    assert_int_equal(t.runs[3], 0);
    assert_int_equal(t.wrong, 0);
}

static void a_part_can_stop_the_job(void **state)
{
    (void)state;
    tally t = {.threads = 1, .stop_at = 10, .caller = pthread_self()};
    assert_false(assay_pool_run(1, PARTS, count_part, &t));
    assert_int_equal(t.runs[10], 1);
    assert_int_equal(t.runs[11], 0);
    tally all = {.threads = THREADS, .stop_at = 0, .caller = pthread_self()};
    assert_false(assay_pool_run(THREADS, PARTS, count_part, &all));
    assert_int_equal(all.runs[0], 1);
    for (size_t k = 0; k < PARTS; k++) assert_true(all.runs[k] <= 1);
}

// A child that may have no memory for stacks: no thread starts there.
static int work_without_threads(void)
{
    static tally t = {.threads = THREADS, .stop_at = SIZE_MAX};
    struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    t.caller = pthread_self();
    if (setrlimit(RLIMIT_AS, &limit) != 0) return 77;
    if (!assay_pool_run(THREADS, PARTS, count_part, &t)) return 1;
    for (size_t k = 0; k < PARTS; k++)
        if (t.runs[k] != 1) return 2;
    for (size_t k = 1; k < THREADS; k++)
        if (t.by_thread[k]) return 77;
    return t.wrong ? 3 : 0;
}

static void without_threads_the_caller_works(void **state)
{
    (void)state;
    int status = 0;
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
    skip();
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    skip();
#endif
#endif
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(work_without_threads());
    assert_true(waitpid(child, &status, 0) == child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void threads_asked_for(void **state)
{
    (void)state;
    assert_true(assay_pool_threads(0) >= 1);
    assert_int_equal(assay_pool_threads(3), 3);
    assert_true(assay_pool_threads(UINT32_MAX) <= 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        // First: stacks of threads that have ended would be used again.
        cmocka_unit_test(without_threads_the_caller_works),
        cmocka_unit_test(each_part_runs_once),
        cmocka_unit_test(more_threads_than_parts),
        cmocka_unit_test(a_part_can_stop_the_job),
        cmocka_unit_test(threads_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
