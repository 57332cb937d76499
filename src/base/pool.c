// SPDX-License-Identifier: Apache-2.0
#include "base/pool.h"

#include "base/alloc.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 1024 };

typedef struct job {
    assay_pool_work *work;
    void *context;
    size_t parts;
    atomic_size_t next; // the part that the next idle thread takes
    atomic_bool stopped;
} job;

typedef struct helper {
    pthread_t thread;
    job *job;
    unsigned number;
} helper;

static void take_parts(job *j, unsigned thread)
{
    while (!atomic_load(&j->stopped)) {
        const size_t part = atomic_fetch_add(&j->next, 1);
        if (part >= j->parts) return;
        if (!j->work(j->context, part, thread)) atomic_store(&j->stopped, true);
    }
}

static void *help(void *context)
{
    const helper *self = context;
    take_parts(self->job, self->number);
    return NULL;
}

// Starts up to `n` helpers, numbered from 1; returns how many it got.
static unsigned start_helpers(job *j, helper *helpers, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        helpers[i].job = j;
        helpers[i].number = i + 1;
        if (pthread_create(&helpers[i].thread, NULL, help, &helpers[i]) != 0)
            return i;
    }
    return n;
}

bool assay_pool_run(unsigned threads, size_t parts, assay_pool_work *work,
                    void *context)
{
    job j = {.work = work, .context = context, .parts = parts};
    unsigned helping = 0;
    atomic_init(&j.next, 0);
    atomic_init(&j.stopped, false);
    if (threads > parts) threads = (unsigned)parts;
    helper *helpers =
        threads > 1 ? assay_new(0, threads - 1, sizeof *helpers) : NULL;
    if (helpers) helping = start_helpers(&j, helpers, threads - 1);
    take_parts(&j, 0);
    for (unsigned i = 0; i < helping; i++)
        (void)pthread_join(helpers[i].thread, NULL);
    assay_free(helpers);
    return !atomic_load(&j.stopped);
}

// The processors that this process may use.
static unsigned processors(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

unsigned assay_pool_threads(unsigned asked)
{
    const unsigned n = asked ? asked : processors();
    return n < MOST_THREADS ? n : MOST_THREADS;
}

bool assay_lock_make(assay_lock *lock)
{
    lock->made = pthread_mutex_init(&lock->mutex, NULL) == 0;
    return lock->made;
}

void assay_lock_take(assay_lock *lock)
{
    (void)pthread_mutex_lock(&lock->mutex);
}

void assay_lock_leave(assay_lock *lock)
{
    (void)pthread_mutex_unlock(&lock->mutex);
}

void assay_lock_end(assay_lock *lock)
{
    if (lock->made) (void)pthread_mutex_destroy(&lock->mutex);
    lock->made = false;
}
