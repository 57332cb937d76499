// SPDX-License-Identifier: Apache-2.0
// The words that stand for the enumerations of figures.h in every output.
#include "assay/figures.h"
#include "base/goal.h"

const char *assay_figure_status_name(assay_figure_status status)
{
    switch (status) {
    case ASSAY_FIGURE_OK: return "ok";
    case ASSAY_FIGURE_FEW_EVENTS: return "few_events";
    case ASSAY_FIGURE_NO_DATA: return "no_data";
    case ASSAY_FIGURE_SINGLE_SUBJECT: return "single_subject";
    case ASSAY_FIGURE_REFUSED: return "refused";
    case ASSAY_FIGURE_SUPPRESSED: return "suppressed";
    }
    return "";
}

const char *assay_statement_kind_name(assay_statement_kind kind)
{
    switch (kind) {
    case ASSAY_IN_SHORT: return "in short";
    case ASSAY_CANNOT_BE_TOLD: return "cannot be told from this";
    case ASSAY_TO_KNOW_IT: return "to know it";
    case ASSAY_CLAIM: return "claim";
    }
    return "";
}

const char *assay_weight_name(assay_weight weight)
{
    switch (weight) {
    case ASSAY_CHANGES_THE_READING: return "changes the reading";
    case ASSAY_LIMITS_IT: return "limits it";
    case ASSAY_FOR_THE_RECORD: return "for the record";
    }
    return "";
}

const char *assay_verdict_name(assay_verdict verdict)
{
    switch (verdict) {
    case ASSAY_MET: return "met";
    case ASSAY_BROKEN: return "broken";
    case ASSAY_NOT_SHOWN: return "not shown";
    }
    return "";
}

const char *assay_goal_rate_name(assay_goal_rate rate)
{
    static const char *const names[] = {"TPIR", "FNIR", "FPIR", "FMR", "FNMR"};
    return names[rate];
}
