// SPDX-License-Identifier: Apache-2.0
/// Making and forwarding failures.
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "assay/status.h"

/// Fills `*err` with `status` and the printf-formatted reason, clears the
/// position, and returns `status`. The reason says what is wrong and what to
/// do, in one line; control characters in it are replaced by `?`.
assay_status assay_fail(assay_error *err, assay_status status,
                        const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// Adds to a failure the file, if it has none, and the line (0: none).
/// Returns its status, so `return assay_fail_at(err, name, line);`.
assay_status assay_fail_at(assay_error *err, const char *file, uint64_t line);

/// The same with a byte offset.
assay_status assay_fail_byte(assay_error *err, const char *file, uint64_t byte);

/// The failure of an allocation of `what` ("the subjects").
assay_status assay_fail_memory(assay_error *err, const char *what);

/// The failure of a system call on `file`: status and strerror(errno).
assay_status assay_fail_system(assay_error *err, assay_status status,
                               const char *file, const char *what);

/// Tells the watch (NULL: nobody watches) that `done` of `total` is done.
/// ASSAY_ESTOPPED where it asks to stop.
assay_status assay_go_on(const assay_watch *watch, const char *stage,
                         uint64_t done, uint64_t total, assay_error *err);

/// Returns from the caller when `expr` fails.
#define ASSAY_TRY(expr)                                                        \
    do {                                                                       \
        const assay_status s_ = (expr);                                        \
        if (s_ != ASSAY_OK) return s_;                                         \
    } while (0)

// The analyser reads one file at a time and can't know what they return.
#ifdef __clang_analyzer__
#define assay_fail(err, status, ...)                                           \
    (assay_fail(err, status, __VA_ARGS__), status)
#define assay_fail_memory(err, what)                                           \
    (assay_fail_memory(err, what), ASSAY_ENOMEM)
#endif

#endif
