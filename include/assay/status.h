// SPDX-License-Identifier: Apache-2.0
/// What went wrong, whose problem it is, and where.
#ifndef ASSAY_STATUS_H
#define ASSAY_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#if defined __GNUC__
#define ASSAY_API __attribute__((visibility("default")))
#define ASSAY_MUST_CHECK __attribute__((warn_unused_result))
#else
#define ASSAY_API
#define ASSAY_MUST_CHECK
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Whose problem a failure is. A caller's bug (NULL where none is allowed) is
/// an assertion, not a status.
typedef enum assay_status {
    ASSAY_OK = 0,   ///< done
    ASSAY_EUSAGE,   ///< the options contradict each other or make no sense
    ASSAY_EINPUT,   ///< what a file says is wrong: `line` or `byte` says where
    ASSAY_EREAD,    ///< a file can't be opened or read
    ASSAY_EWRITE,   ///< an output or the spool can't be written
    ASSAY_ENOMEM,   ///< no memory
    ASSAY_ESTOPPED, ///< the watch asked to stop (Ctrl-C)
    ASSAY_EUNSUPPORTED ///< a good file of a kind that this call can't use
} assay_status;

/// A failure. The caller owns the struct; nothing in it needs freeing.
typedef struct assay_error {
    assay_status status; ///< ASSAY_OK, or what kind of failure
    bool has_byte;       ///< `byte` says where
    uint64_t line;       ///< line of the input, from 1; 0: not known
    uint64_t byte;       ///< offset in the input, from 0
    char file[256];      ///< the input as the caller named it; "" if none
    char reason[512];    ///< what is wrong, and what to do; one line
} assay_error;

/// Writes `file:line: reason`, `file:byte N: reason`, `file: reason` or
/// `reason` into `text`, cut to `size` bytes with its end, and returns `text`.
ASSAY_API char *assay_error_text(const assay_error *error, char *text,
                                 unsigned size);

/// How a long call reports how far it is and learns that it should stop.
/// All zero: nobody watches.
typedef struct assay_watch {
    void *context; ///< handed to `tick`
    /// Called from the calling thread, now and then: `stage` is a constant
    /// string ("reading scores.csv" has no place here, "reading" has), `done`
    /// of `total` units (bytes or rows; total 0: not known). Returns false to
    /// make the call end with ASSAY_ESTOPPED.
    bool (*tick)(void *context, const char *stage, uint64_t done,
                 uint64_t total);
} assay_watch;

/// The version of the library: "0.1.0".
ASSAY_API const char *assay_version(void);

#ifdef __cplusplus
}
#endif
#endif
