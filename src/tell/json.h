// SPDX-License-Identifier: Apache-2.0
/// JSON, written as it goes. Whatever a text holds, what is written is UTF-8
/// and stays inside a `<script>` of a page: `<`, `>`, `&`, U+2028 and U+2029
/// are written as \uXXXX.
#ifndef TELL_JSON_H
#define TELL_JSON_H

#include "assay/result.h"
#include "base/output.h"

/// The result as one JSON object (docs/formats/json.md) and a newline.
/// Failures are the output's; no memory is remembered in `*no_memory`, which
/// is set to true or left alone.
void assay_json_result(assay_output *output, const assay_result *result,
                       bool *no_memory);

/// The same for the plots of a page: its figures have what is drawn and read
/// out alone, packed (json_drawn.c).
void assay_json_drawn(assay_output *output, const assay_result *result,
                      bool *no_memory);

/// A text with its quotes; NULL is null.
void assay_json_text(assay_output *output, const char *text);
/// The same of `length` bytes that end between characters and hold no 0.
void assay_json_slice(assay_output *output, const char *text, size_t length);
/// The shortest number that reads back as the same double; NaN is null,
/// infinities are the texts "inf" and "-inf".
void assay_json_number(assay_output *output, double value);
/// A score or threshold: with 9 significant digits where it is a float32, so
/// that it reads back as the same one.
void assay_json_score(assay_output *output, double value);
/// A count; -1 is null.
void assay_json_count(assay_output *output, int64_t count);
/// `facts` as an object in which a dot in a key nests, keys sorted; with
/// `inputs` in it under "inputs", unless it is NULL. False without memory.
bool assay_json_facts(assay_output *output, const assay_fact *facts,
                      size_t count, const assay_input *inputs,
                      size_t input_count);

#endif
