// SPDX-License-Identifier: Apache-2.0
/// assay: measures face recognition systems from labelled data.
///
/// In learning order: status.h (failures), scores.h (evaluate), result.h (look
/// at it, write it), figures.h (what it is made of), options.h (what all
/// evaluations share), counts.h, templates.h, deployments.h, alerts.h,
/// merge.h, compare.h, forecast.h, size.h, simulate.h, look.h.
#ifndef ASSAY_ASSAY_H
#define ASSAY_ASSAY_H

#include "assay/alerts.h"
#include "assay/compare.h"
#include "assay/counts.h"
#include "assay/deployments.h"
#include "assay/figures.h"
#include "assay/forecast.h"
#include "assay/look.h"
#include "assay/merge.h"
#include "assay/options.h"
#include "assay/result.h"
#include "assay/scores.h"
#include "assay/simulate.h"
#include "assay/size.h"
#include "assay/status.h"
#include "assay/templates.h"

#endif
