// SPDX-License-Identifier: Apache-2.0
/// Style and script of the page, as web/ makes them (web/embed.py).
#ifndef TELL_HTML_BUNDLE_H
#define TELL_HTML_BUNDLE_H

#include <stddef.h>

/// The style sheet, `assay_web_style_size` bytes.
extern const char assay_web_style[];
extern const size_t assay_web_style_size;
/// The script, `assay_web_script_size` bytes; no `</` of a tag in it.
extern const char assay_web_script[];
extern const size_t assay_web_script_size;
/// What the content policy of the page lets through: "'sha256-...'" of each.
extern const char assay_web_style_hash[];
extern const char assay_web_script_hash[];

#endif
