// SPDX-License-Identifier: Apache-2.0
// Passages that others overlap: where alerts name no passage, one that names
// nobody in front of the camera is of any of them.
#include "count/scenario_parts.h"

#include "base/alloc.h"

// Whether it matters: where a crowd passes, or alerts say of which passage they
// are, nobody is asked for who was alone.
static bool is_told_by_time(const assay_scenario *s)
{
    if (s->rule.crowd) return false;
    for (size_t i = 0; i < s->rows.alert_count; i++)
        if (s->rows.alerts[i].transit == ASSAY_NO_STRING) return true;
    return false;
}

// Marks a passage, and the one that lasts longest of those that have begun at
// its camera, where they overlap. Of two that do, each is marked: when the
// later one begins, whichever lasts longest overlaps both.
static void mark(assay_scenario *s, uint32_t passage, uint32_t *longest)
{
    assay_opportunity *o = &s->passages[passage];
    uint32_t *last = &longest[o->camera];
    if (*last == ASSAY_OF_NONE) {
        *last = passage;
        return;
    }
    assay_opportunity *before = &s->passages[*last];
    if (o->entered <= before->left) o->beside = before->beside = true;
    if (o->left > before->left) *last = passage;
}

bool assay_scenario_beside(assay_scenario *s)
{
    if (!is_told_by_time(s)) return true;
    ASSAY_AUTO(assay_drop)
    uint32_t *longest = assay_new(0, s->rows.cameras, sizeof *longest);
    if (!longest) return false;
    for (uint32_t c = 0; c < s->rows.cameras; c++) longest[c] = ASSAY_OF_NONE;
    for (size_t i = 0; i < s->rows.passage_count; i++) {
        const uint32_t row = s->row_by_time[i];
        const uint32_t passage = s->passage_of_row[row];
        if (s->passages[passage].row == row) mark(s, passage, longest);
    }
    for (size_t i = 0; i < s->count; i++)
        s->seen.beside += s->passages[i].kept && s->passages[i].beside;
    return true;
}
