// SPDX-License-Identifier: Apache-2.0
/// Cameras that two logs may call differently.
#ifndef EVALUATE_ALERT_CAMERAS_H
#define EVALUATE_ALERT_CAMERAS_H

#include "evaluate/alert_groups.h"

/// What to say of cameras that only the alerts have: ` (alerts alone have
/// "North", passages have "1", "2", as they are written)`, in `arena`, the
/// first of each; "" where there are none.
assay_status assay_alert_cameras_tell(const assay_alert_sources *from,
                                      assay_arena *arena, const char **text,
                                      assay_error *err);

#endif
