// SPDX-License-Identifier: Apache-2.0
#include "base/figure_place.h"

#include <math.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

double assay_figure_at(const assay_figure *figure, const char *key)
{
    for (size_t i = 0; i < figure->at_count; i++)
        if (strcmp(figure->at[i].key, key) == 0) return figure->at[i].value;
    return (double)NAN;
}

bool assay_figure_same_by(const assay_figure *a, const assay_figure *b)
{
    if (a->group_count != b->group_count) return false;
    for (size_t i = 0; i < a->group_count; i++)
        if (!same(a->group[i].attribute, b->group[i].attribute)) return false;
    return true;
}

bool assay_figure_same_group(const assay_figure *a, const assay_figure *b)
{
    if (!assay_figure_same_by(a, b)) return false;
    for (size_t i = 0; i < a->group_count; i++)
        if (!same(a->group[i].value, b->group[i].value)) return false;
    return true;
}
