// SPDX-License-Identifier: Apache-2.0
/// The one place where text becomes HTML.
#ifndef TELL_HTML_PUT_H
#define TELL_HTML_PUT_H

#include "base/output.h"

/// Appends `format` in which each `{}` stands for the next text, escaped for
/// element content and for attributes in quotes, each `{.}` for the next
/// text cut to what a table cell can hold, and each `{,}` for the same with
/// places to break behind commas. The last argument is NULL. What
/// isn't UTF-8, and control characters, become U+FFFD.
void assay_html_put(assay_output *output, const char *format, ...)
    __attribute__((sentinel));

#endif
