// SPDX-License-Identifier: Apache-2.0
#include "evaluate/alert_cameras.h"

#include "base/alloc.h"

enum { SHOWN = 3, ALERTS = 1, PASSAGES = 2 };

// Which logs have each camera.
static unsigned char *logs_of(const assay_scenario *s)
{
    unsigned char *has = assay_new(0, s->rows.cameras, 1);
    for (size_t i = 0; has && i < s->rows.alert_count; i++)
        has[s->rows.alerts[i].camera] |= ALERTS;
    for (size_t i = 0; has && i < s->rows.passage_count; i++)
        has[s->rows.passages[i].camera] |= PASSAGES;
    return has;
}

// The first cameras that alerts alone have, or (`passages`) that passages have.
// NULL without memory.
static const char *list(const assay_strings *names, const uint32_t *order,
                        const unsigned char *has, bool passages,
                        assay_arena *arena)
{
    size_t n = 0;
    const char *text = "";
    for (uint32_t i = 0; text && i < assay_strings_count(names); i++) {
        const unsigned char logs = has[order[i]];
        if (passages ? !(logs & PASSAGES) : logs != ALERTS) continue;
        const assay_slice name = assay_strings_text(names, order[i]);
        if (++n > SHOWN) return assay_arena_format(arena, "%s...", text);
        text = assay_arena_format(arena, "%s\"%.*s\", ", text,
                                  name.length > 40 ? 40 : (int)name.length,
                                  name.text);
    }
    return text;
}

assay_status assay_alert_cameras_tell(const assay_alert_sources *from,
                                      assay_arena *arena, const char **text,
                                      assay_error *err)
{
    const assay_strings *names = assay_trial_names_of(from->trial)->cameras;
    *text = "";
    if (!from->scenario->seen.no_camera) return ASSAY_OK;
    ASSAY_AUTO(assay_drop) unsigned char *has = logs_of(from->scenario);
    ASSAY_AUTO(assay_drop)
    uint32_t *order = assay_new(0, assay_strings_count(names), sizeof *order);
    if (!has || !order || !assay_strings_order(names, order))
        return assay_fail_memory(err, "the cameras");
    const char *alone = list(names, order, has, false, arena);
    const char *there = list(names, order, has, true, arena);
    if (alone && there)
        *text = assay_arena_format(
            arena, " (alerts alone have %spassages have %sas they are written)",
            alone, there);
    return *text && alone && there ? ASSAY_OK
                                   : assay_fail_memory(err, "the cameras");
}
