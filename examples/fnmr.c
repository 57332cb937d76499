// SPDX-License-Identifier: Apache-2.0
// Reads comparison scores and prints FNMR at FMR 1e-3 with its interval.
// cc fnmr.c $(pkg-config --cflags --libs assay) && ./a.out scores.csv
#include <assay/assay.h>
#include <stdio.h>

int main(int count, char **paths)
{
    assay_scores_options options;
    assay_result *result = NULL;
    assay_error error;
    char text[1024];

    assay_scores_options_default(&options);
    options.files.items = (const char *const *)paths + 1;
    options.files.count = count > 0 ? (size_t)count - 1 : 0;
    options.fmr = (assay_numbers){(const double[]){1e-3}, 1};
    if (assay_scores_evaluate(&options, &result, &error) != ASSAY_OK) {
        fprintf(stderr, "%s\n", assay_error_text(&error, text, sizeof text));
        return 1;
    }
    const assay_figure *fnmr = assay_result_find(result, "FNMR@FMR=0.001");
    if (fnmr && fnmr->status != ASSAY_FIGURE_REFUSED)
        printf("FNMR %.4f (%.4f to %.4f) at threshold %.9g\n", fnmr->value,
               fnmr->low, fnmr->high, fnmr->threshold);
    else
        printf("FNMR at FMR 0.001: %s\n", fnmr ? fnmr->note : "no figure");
    assay_result_free(result);
    return 0;
}
