// SPDX-License-Identifier: Apache-2.0
#include "simulated.h"

#include "say.h"
#include "watcher.h"

#include <string.h>

void cli_take_none(assay_texts *kinds)
{
    if (kinds->count == 1 && strcmp(kinds->items[0], "none") == 0)
        kinds->count = 0;
}

int cli_simulated(const cli_task *task, assay_status status, char *truth,
                  const assay_error *error, FILE *to)
{
    if (status != ASSAY_OK) return cli_failed(task, error);
    cli_progress_end();
    if (!task->settings.quiet) (void)fputs(truth, to);
    assay_text_free(truth);
    return cli_end_output();
}
