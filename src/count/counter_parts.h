// SPDX-License-Identifier: Apache-2.0
/// What other files of count/ use of a counter.
#ifndef COUNT_COUNTER_PARTS_H
#define COUNT_COUNTER_PARTS_H

#include "count/counter.h"

/// Where the rows are.
assay_store *assay_counter_store(assay_counter *counter);
/// Each person's place in canonical order; NULL without people.
const uint32_t *assay_counter_rank(const assay_counter *counter);
/// How it counts.
const assay_counter_options *assay_counter_how(const assay_counter *counter);
/// People of its rows, once closed.
uint32_t assay_counter_people(const assay_counter *counter);
/// Hands memory over to a counter, which frees it at its end, after the rows.
void assay_counter_own(assay_counter *counter, void *memory);

#endif
