// SPDX-License-Identifier: Apache-2.0
/// The ids under which figures are cited: NAME, or NAME@KEY=VALUE,KEY=VALUE...
///
/// Conditions come first, then the group, then what sets the figure apart from
/// the headline: `threshold=group`, `references=same`. A cell of the FMR matrix
/// names both groups: `probe.sex=F,reference.sex=M`. Where the text of a
/// group holds a comma or a percent sign, or its attribute also an equals
/// sign, the id has %2C, %25 or %3D instead. An attribute with the name of a
/// condition, or one that begins as the sides of a cell do, stands as
/// `group.threshold=0.60`.
#ifndef BASE_FIGURE_ID_H
#define BASE_FIGURE_ID_H

#include "assay/figures.h"
#include "base/arena.h"

/// The id of a figure from its other fields; NULL without memory.
const char *assay_figure_id_make(assay_arena *arena,
                                 const assay_figure *figure);

/// Whether two ids mean the same figure: the same name and the same
/// conditions in any order, numbers compared as numbers.
bool assay_figure_id_same(const char *a, const char *b);

#endif
