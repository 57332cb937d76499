// SPDX-License-Identifier: Apache-2.0
/// What the two ways to write figures share.
#ifndef TELL_JSON_PARTS_H
#define TELL_JSON_PARTS_H

#include "tell/json.h"

/// Conditions as an object.
void assay_json_conditions(assay_output *output, const assay_at *at,
                           size_t count);
/// Whose figure it is, as an object; of a cell of a matrix, both sides.
void assay_json_groups(assay_output *output, const assay_figure *figure);
/// Figures for the plots of a page: what is drawn and read out, packed. False
/// without memory.
bool assay_json_figures(assay_output *output, const assay_figure *figures,
                        size_t count);

#endif
