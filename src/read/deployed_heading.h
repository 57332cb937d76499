// SPDX-License-Identifier: Apache-2.0
/// Columns of deployments: our names, and what others call them.
#ifndef READ_DEPLOYED_HEADING_H
#define READ_DEPLOYED_HEADING_H

#include "base/deployed.h"
#include "read/deployed_people.h"

/// Room for what is to be pasted.
enum { ASSAY_DEPLOYED_PASTE = 400 };

/// "faces_seen"...
extern const char *const assay_deployed_names[ASSAY_DEPLOYED_COUNTS];

/// Our name of a count, date, place, duration, threshold or printed rate that a
/// heading looks like ("No. of alerts": "alerts"); NULL: none, or it is ours.
const char *assay_deployed_guess(const char *heading);
/// Adds --column 'ours=heading' to `text`; false: it does not fit, or no shell
/// would take it.
bool assay_deployed_paste_add(const char *ours, const char *heading,
                              char text[ASSAY_DEPLOYED_PASTE]);
/// "--column 'alerts=No. of alerts' --column ...": columns that look like ours
/// where the table has none of that name, and those that `people` proposes, as
/// many as fit; "" if there are none.
void assay_deployed_paste(const assay_deployed_cells *cells,
                          const assay_people *people,
                          char text[ASSAY_DEPLOYED_PASTE]);

#endif
