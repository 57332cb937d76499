// SPDX-License-Identifier: Apache-2.0
// The data that the script of the page draws from: the JSON of each result,
// its curves thinned to what a screen can show.
#include "tell/html_page.h"

#include "base/alloc.h"
#include "base/build.h"
#include "base/text.h"
#include "tell/json.h"

#include <math.h>

// Rows of all curves of a page together, and of each at least.
enum { ROWS_MOST = 4000, ROWS_LEAST = 120, DIGITS = 7 };

// The value in as many digits as a screen needs; a float32, such as a score or
// a count, stays what it is.
static double rounded(double value)
{
    char text[32];
    double result = value;
    bool overflow = false;
    if (!isfinite(value) || (double)(float)value == value) return value;
    (void)assay_print_double(value, DIGITS, text);
    (void)assay_parse_double(assay_slice_of(text), &result, &overflow);
    return result;
}

// Copies row `from` of the curve to row `to` of the thin one.
static void copy_row(const assay_curve *curve, size_t from, double *values,
                     size_t to)
{
    const size_t width = curve->column_count;
    for (size_t c = 0; c < width; c++)
        values[to * width + c] = rounded(curve->values[from * width + c]);
}

// The logarithm to the base 2, straight between powers of 2: the same on every
// processor, and near enough for a picture.
static double octaves(double x)
{
    int exponent = 0;
    const double part = frexp(x, &exponent);
    return 2 * part - 2 + exponent;
}

// How far apart two rows are as a picture shows them: rates by their
// logarithm, the first column by its own scale.
static double distance(const assay_curve *curve, size_t a, size_t b,
                       double span)
{
    const size_t width = curve->column_count;
    const double *p = curve->values + a * width;
    const double *q = curve->values + b * width;
    double far = span > 0 ? fabs(p[0] - q[0]) / span : 0;
    for (size_t c = 1; c < width && c < 3; c++) {
        if (p[c] > 0 && q[c] > 0 && p[c] <= 1 && q[c] <= 1)
            far = fmax(far, fabs(octaves(p[c] / q[c])) / 20);
    }
    return isfinite(far) ? far : 1;
}

// The range of the finite values of the first column.
static double span_of(const assay_curve *curve)
{
    double low = (double)INFINITY;
    double high = -(double)INFINITY;
    for (size_t i = 0; i < curve->row_count; i++) {
        const double x = curve->values[i * curve->column_count];
        if (!isfinite(x)) continue;
        low = fmin(low, x);
        high = fmax(high, x);
    }
    return high > low ? high - low : 0;
}

// Keeps the rows that lie at least `step` from the last one kept; returns how
// many, and copies them where `values` isn't NULL.
static size_t keep(const assay_curve *curve, double step, double *values)
{
    size_t kept = 0;
    size_t last = 0;
    const double span = span_of(curve);
    for (size_t i = 0; i < curve->row_count; i++) {
        const bool ends = i == 0 || i + 1 == curve->row_count;
        if (!ends && distance(curve, last, i, span) < step) continue;
        if (values) copy_row(curve, i, values, kept);
        last = i;
        kept++;
    }
    return kept;
}

// The least step that leaves at most `most` rows.
static double step_for(const assay_curve *curve, size_t most)
{
    double low = 0;
    double high = 1;
    if (curve->row_count <= most) return 0;
    for (int i = 0; i < 24; i++) {
        const double middle = (low + high) / 2;
        if (keep(curve, middle, NULL) > most)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static assay_status add_thin(assay_result *thin, const assay_curve *curve,
                             size_t most, assay_error *err)
{
    const size_t rows = curve->row_count ? curve->row_count : 1;
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, rows * curve->column_count, sizeof *values);
    if (!values) return assay_fail_memory(err, "the curves of the page");
    assay_curve copy = *curve;
    copy.values = values;
    copy.row_count = keep(curve, step_for(curve, most), values);
    assay_build_curve(thin, &copy);
    return ASSAY_OK;
}

// Everything but the curves.
static void copy_rest(const assay_result *from, assay_result *to)
{
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(from, &n);
    for (size_t i = 0; i < n; i++) assay_build_figure(to, &figures[i]);
    const assay_statement *said = assay_result_statements(from, &n);
    for (size_t i = 0; i < n; i++) assay_build_statement(to, &said[i]);
    const assay_requirement *asked = assay_result_requirements(from, &n);
    for (size_t i = 0; i < n; i++) assay_build_requirement(to, &asked[i]);
    const assay_warning *warned = assay_result_warnings(from, &n);
    for (size_t i = 0; i < n; i++) assay_build_warning(to, &warned[i]);
    const assay_fact *about = assay_result_about(from, &n);
    for (size_t i = 0; i < n; i++)
        assay_build_about(to, about[i].key, about[i].value);
    const assay_input *inputs = assay_result_inputs(from, &n);
    for (size_t i = 0; i < n; i++) assay_build_input(to, &inputs[i]);
    const assay_fact *facts = assay_result_facts(from, &n);
    for (size_t i = 0; i < n; i++)
        assay_build_fact(to, facts[i].key, facts[i].value);
}

static void drop_result(assay_result **result)
{
    assay_result_free(*result);
}

static assay_status write_result(const assay_page *page,
                                 const assay_result *result, size_t most,
                                 assay_error *err)
{
    size_t count = 0;
    ASSAY_AUTO(drop_result)
    assay_result *thin = assay_build_new(assay_result_evaluation(result));
    if (!thin) return assay_fail_memory(err, "the data of the page");
    copy_rest(result, thin);
    const assay_curve *curves = assay_result_curves(result, &count);
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add_thin(thin, &curves[i], most, err));
    ASSAY_TRY(assay_build_end(&thin, err));
    bool no_memory = false;
    assay_json_drawn(page->out, thin, &no_memory);
    return no_memory ? assay_fail_memory(err, "the data of the page")
                     : ASSAY_OK;
}

assay_status assay_page_data(const assay_page *page, assay_error *err)
{
    size_t curves = 0;
    for (size_t i = 0; i < page->count; i++) {
        size_t count = 0;
        (void)assay_result_curves(page->results[i], &count);
        curves += count;
    }
    size_t most = curves ? ROWS_MOST / curves : ROWS_MOST;
    if (most < ROWS_LEAST) most = ROWS_LEAST;
    assay_output_text(page->out, "<script type=\"application/json\" "
                                 "id=\"data\">{\"results\":[");
    for (size_t i = 0; i < page->count; i++) {
        if (i) assay_output_text(page->out, ",");
        ASSAY_TRY(write_result(page, page->results[i], most, err));
    }
    assay_output_text(page->out, "]}</script>\n");
    return ASSAY_OK;
}
