// SPDX-License-Identifier: Apache-2.0
/// Fails every allocation of a piece of work, one at a time.
///
/// A test that uses this is linked with --wrap=malloc, calloc and realloc
/// (tests/meson.build), so that it sees every call that the library makes.
#ifndef OOM_OOM_H
#define OOM_OOM_H

#include "assay/status.h"

/// Does something from nothing to the end: makes what it needs, runs, frees
/// all. Returns the status of the call under test.
typedef assay_status (*oom_work)(void *context);

/// Runs `work` again and again; the first time its first allocation fails, the
/// second time its second, until a run meets no failure. Asserts (cmocka) that
/// each run that met one returned ASSAY_ENOMEM and the last one ASSAY_OK.
/// Where TEST_STRIDE is a number in the environment, only one in so many is
/// failed after the first hundred: for sanitizers, which make each run slow.
/// Returns the number of allocations that were failed.
unsigned long oom_fail_each(oom_work work, void *context);

/// Makes only the allocation number `which` (from 1) fail from now on and
/// starts to count anew; 0: none fails.
void oom_fail_at(unsigned long which);
/// How many allocations were asked for since oom_fail_at().
unsigned long oom_count(void);

#endif
