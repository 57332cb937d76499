// SPDX-License-Identifier: Apache-2.0
/// The same work over many parts, on several threads.
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/// Works on part `part` of the job with the scratch of thread `thread`.
/// Returns false to stop the job.
typedef bool assay_pool_work(void *context, size_t part, unsigned thread);

/// Runs `work` once for each part 0 .. parts-1, in no order, on up to
/// `threads` threads (the caller's is one of them, number 0), and returns when
/// all are done. False when a part returned false; parts that had not started
/// are then left out. When threads can't be started it does with fewer.
bool assay_pool_run(unsigned threads, size_t parts, assay_pool_work *work,
                    void *context);

/// How many threads `asked` (0: all) means on this machine.
unsigned assay_pool_threads(unsigned asked);

/// What one thread at a time may hold; who waits sleeps. All zero: none yet.
typedef struct assay_lock {
    pthread_mutex_t mutex;
    bool made;
} assay_lock;

/// Makes a lock. False without memory; ended by assay_lock_end() in any case.
bool assay_lock_make(assay_lock *lock);
void assay_lock_take(assay_lock *lock);
void assay_lock_leave(assay_lock *lock);
void assay_lock_end(assay_lock *lock);

#endif
