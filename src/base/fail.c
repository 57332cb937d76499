// SPDX-License-Identifier: Apache-2.0
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// What fail.h tells the analyser of them.
#undef assay_fail
#undef assay_fail_memory

static void blank_controls(char *text)
{
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == 0x7f) *text = '?';
    }
}

static void copy(char *to, size_t size, const char *from)
{
    (void)snprintf(to, size, "%s", from);
    blank_controls(to);
}

assay_status assay_fail(assay_error *err, assay_status status,
                        const char *format, ...)
{
    va_list args;
    memset(err, 0, sizeof *err);
    err->status = status;
    va_start(args, format);
    (void)vsnprintf(err->reason, sizeof err->reason, format, args);
    va_end(args);
    blank_controls(err->reason);
    return status;
}

assay_status assay_fail_at(assay_error *err, const char *file, uint64_t line)
{
    if (!err->file[0] && file) copy(err->file, sizeof err->file, file);
    if (!err->line && !err->has_byte) err->line = line;
    return err->status;
}

assay_status assay_fail_byte(assay_error *err, const char *file, uint64_t byte)
{
    if (!err->file[0] && file) copy(err->file, sizeof err->file, file);
    if (!err->line && !err->has_byte) {
        err->has_byte = true;
        err->byte = byte;
    }
    return err->status;
}

assay_status assay_fail_memory(assay_error *err, const char *what)
{
    return assay_fail(err, ASSAY_ENOMEM, "no memory for %s", what);
}

assay_status assay_fail_system(assay_error *err, assay_status status,
                               const char *file, const char *what)
{
    const int code = errno;
    char text[128] = "";
    const char *message = strerror_r(code, text, sizeof text);
    assay_fail(err, status, "%s: %s", what, message);
    return assay_fail_at(err, file, 0);
}

char *assay_error_text(const assay_error *error, char *text, unsigned size)
{
    const char *file = error->file;
    const char *reason = error->reason;
    if (!file[0]) {
        (void)snprintf(text, size, "%s", reason);
    } else if (error->line) {
        (void)snprintf(text, size, "%s:%llu: %s", file,
                       (unsigned long long)error->line, reason);
    } else if (error->has_byte) {
        (void)snprintf(text, size, "%s:byte %llu: %s", file,
                       (unsigned long long)error->byte, reason);
    } else {
        (void)snprintf(text, size, "%s: %s", file, reason);
    }
    return text;
}

assay_status assay_go_on(const assay_watch *watch, const char *stage,
                         uint64_t done, uint64_t total, assay_error *err)
{
    if (!watch || !watch->tick ||
        watch->tick(watch->context, stage, done, total))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_ESTOPPED, "stopped");
}
