// SPDX-License-Identifier: Apache-2.0
#include "measure/powered.h"

#include "base/notes.h"
#include "base/text.h"

#include <math.h>

bool assay_powered_not_at_all(double events, const assay_ratio *ratio)
{
    return events < ASSAY_POWERED_FEW && ratio->low <= 0.8 &&
           ratio->high >= 1.25;
}

const char *assay_powered_note(assay_ledger *ledger,
                               const assay_adequacy *adequacy, bool nothing,
                               const char *over)
{
    const char *end = nothing ? ASSAY_NOTE_NO_CONCLUSION
                          ": fewer than 10 events, and ratios of 0.8 and "
                          "1.25 both fit"
                              : "";
    char has[32];
    if (adequacy->has >= adequacy->takes)
        return assay_ledger_text(ledger,
                                 ASSAY_NOTE_POWERED " for a ratio of 2%s", end);
    has[assay_print_double(adequacy->has, 3, has)] = '\0';
    return assay_ledger_text(ledger,
                             ASSAY_NOTE_UNPOWERED
                             " for a ratio of 2: %s events%s, it takes %.0f%s",
                             has, over, ceil(adequacy->takes), end);
}
