// SPDX-License-Identifier: Apache-2.0
#include "measure/require.h"

#include "base/fail.h"
#include "base/figure_id.h"
#include "base/text.h"
#include "measure/sentences.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// A requirement taken apart.
typedef struct asked {
    const char *text; // as asked
    assay_slice id;   // before the operator
    bool at_most;     // <= or <
    bool strict;      // < or >
    double limit;
} asked;

static const char *const FORM = "NAME@key=value,... <= NUMBER (or <, >=, >)";

static bool starts_with(assay_slice slice, const char *word)
{
    const size_t n = strlen(word);
    return slice.length >= n && memcmp(slice.text, word, n) == 0;
}

// The last < or > of the text, or NULL.
static const char *find_operator(const char *text)
{
    const char *less = strrchr(text, '<');
    const char *more = strrchr(text, '>');
    return !more || (less && less > more) ? less : more;
}

static assay_status parse(const char *text, asked *out, assay_error *err)
{
    const char *sign = find_operator(text);
    bool overflow = false;
    if (!sign)
        return assay_fail(err, ASSAY_EUSAGE, "--require '%s': write %s", text,
                          FORM);
    const char *number = sign + 1 + (sign[1] == '=');
    *out = (asked){.text = text,
                   .id = {text, (size_t)(sign - text)},
                   .at_most = *sign == '<',
                   .strict = sign[1] != '='};
    out->id = assay_slice_trim(out->id);
    if (!out->id.length ||
        !assay_parse_double(assay_slice_trim(assay_slice_of(number)),
                            &out->limit, &overflow) ||
        overflow || !__builtin_isfinite(out->limit))
        return assay_fail(err, ASSAY_EUSAGE, "--require '%s': write %s", text,
                          FORM);
    return ASSAY_OK;
}

assay_status assay_require_check_compared(const assay_texts *texts,
                                          assay_error *err)
{
    for (size_t i = 0; i < texts->count; i++) {
        asked one;
        ASSAY_TRY(parse(texts->items[i], &one, err));
    }
    return ASSAY_OK;
}

assay_status assay_require_check(const assay_texts *texts, assay_error *err)
{
    for (size_t i = 0; i < texts->count; i++) {
        const assay_slice text =
            assay_slice_trim(assay_slice_of(texts->items[i]));
        if (starts_with(text, "ratio ") || starts_with(text, "difference "))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--require '%s': a ratio or difference needs two "
                              "results: assay compare",
                              texts->items[i]);
    }
    return assay_require_check_compared(texts, err);
}

double assay_require_growth(double value, double bound, double limit)
{
    // |p - b| = z sqrt(b (1 - b) / n) at either end b of a score interval.
    const double present =
        (bound - value) * (bound - value) / (bound * (1 - bound));
    const double wanted =
        (limit - value) * (limit - value) / (limit * (1 - limit));
    return present / wanted;
}

static void put(char *text, size_t size, size_t *length, const char *more)
{
    const size_t n = strlen(more);
    if (*length + n >= size) return;
    memcpy(text + *length, more, n + 1);
    *length += n;
}

// Writes the value of a group as ids do.
static void put_value(char *text, size_t size, size_t *length, const char *from)
{
    for (; *from; from++) {
        const char one[2] = {*from, 0};
        put(text, size, length,
            *from == ',' ? "%2C" : (*from == '%' ? "%25" : one));
    }
}

// Whether `end` ends a key of `id` that is `name`, or `side` and `name`.
static bool ends_key(const char *id, const char *end, const char *side,
                     const char *name)
{
    const size_t n = strlen(name), m = strlen(side);
    if ((size_t)(end - id) <= m + n || memcmp(end - n, name, n) != 0)
        return false;
    return memcmp(end - n - m, side, m) == 0 &&
           strchr(",@ .", *(end - n - m - 1));
}

// The value of the attribute whose name ends at `star` ("sex" in "sex=*", or
// in "reference.sex=*").
static const char *group_value(const assay_figure *figure, const char *id,
                               const char *star)
{
    for (size_t i = 0; i < figure->reference_group_count; i++)
        if (ends_key(id, star, "reference.",
                     figure->reference_group[i].attribute))
            return figure->reference_group[i].value;
    for (size_t i = 0; i < figure->group_count; i++)
        if (ends_key(id, star, "", figure->group[i].attribute))
            return figure->group[i].value;
    return NULL;
}

// Fills `text` with the id, each "=*" made the value of this figure's group.
// False where the figure has no such group.
static bool fill_stars(const asked *demand, const assay_figure *figure,
                       char *text, size_t size)
{
    const char *id = demand->id.text;
    size_t length = 0;
    text[0] = 0;
    for (size_t i = 0; i < demand->id.length; i++) {
        const char one[2] = {id[i], 0};
        put(text, size, &length, one);
        if (id[i] != '=' || i + 1 >= demand->id.length || id[i + 1] != '*')
            continue;
        const char *value = group_value(figure, id, id + i);
        if (!value) return false;
        put_value(text, size, &length, value);
        i++;
    }
    return length > 0;
}

bool assay_require_names(const char *name, const assay_figure *figure)
{
    char id[512];
    const asked demand = {.text = name,
                          .id = assay_slice_trim(assay_slice_of(name))};
    return fill_stars(&demand, figure, id, sizeof id) &&
           assay_figure_id_same(id, figure->id);
}

static bool has_star(const asked *demand)
{
    for (size_t i = 0; i + 1 < demand->id.length; i++)
        if (demand->id.text[i] == '=' && demand->id.text[i + 1] == '*')
            return true;
    return false;
}

static bool complies(const asked *demand, double value)
{
    if (demand->at_most)
        return demand->strict ? value < demand->limit : value <= demand->limit;
    return demand->strict ? value > demand->limit : value >= demand->limit;
}

// The ends that decide.
static void bounds(const assay_entry *entry, double *low, double *high)
{
    const assay_figure *figure = &entry->figure;
    *low = figure->low;
    *high = figure->high;
    if (!__builtin_isnan(entry->guard_low)) *low = entry->guard_low;
    if (!__builtin_isnan(entry->guard_high)) *high = entry->guard_high;
    // Counts are exact, unless they are forecast.
    if (strcmp(figure->unit, "count") == 0 && __builtin_isnan(*low))
        *low = *high = figure->value;
}

// Texts that memory did not suffice for are remembered.
static const char *spoken_count(assay_ledger *ledger, uint64_t count)
{
    const char *text = assay_spoken_number(&ledger->arena, count);
    if (!text) ledger->no_memory = true;
    return text;
}

static const char *spoken_value(assay_ledger *ledger, double value)
{
    const char *text = assay_spoken_value(&ledger->arena, value);
    if (!text) ledger->no_memory = true;
    return text;
}

static const char *why_no_verdict(const assay_entry *entry,
                                  assay_ledger *ledger)
{
    const assay_figure *figure = &entry->figure;
    if (entry->needed) {
        const char *needed = spoken_count(ledger, entry->needed);
        return needed ? assay_ledger_text(
                            ledger, "needs %s non-mated comparisons", needed)
                      : NULL;
    }
    return figure->note ? figure->note : "the figure has no interval";
}

static bool is_compared(const assay_figure *figure)
{
    return starts_with(assay_slice_of(figure->name), "ratio ") ||
           starts_with(assay_slice_of(figure->name), "difference ");
}

// The same of two systems, whose interval narrows with the number of people.
static const char *settles_compared(const asked *demand,
                                    const assay_entry *entry,
                                    assay_ledger *ledger)
{
    const assay_figure *figure = &entry->figure;
    const double value = figure->value, limit = demand->limit;
    const double bound = limit > value ? figure->high : figure->low;
    const double steps = (bound - value) / (limit - value);
    const double growth = steps * steps;
    if (!(growth > 1) || !(growth < 1e9)) return NULL;
    const char *times = spoken_value(ledger, ceil(growth * 10) / 10);
    return times ? assay_ledger_text(ledger,
                                     "if both stay as they are, %s times as "
                                     "many people would settle it",
                                     times)
                 : NULL;
}

// Who or what would have to be new.
static const char *sample_of(const assay_figure *figure)
{
    const bool street = figure->per && (strcmp(figure->per, "alert") == 0 ||
                                        strcmp(figure->per, "face") == 0);
    return street ? "deployments" : "people";
}

// What would settle a limit that lies inside the interval.
static const char *settles(const asked *demand, const assay_entry *entry,
                           double low, double high, assay_ledger *ledger)
{
    const assay_figure *figure = &entry->figure;
    const double value = figure->value;
    if (is_compared(figure)) return settles_compared(demand, entry, ledger);
    if (strcmp(figure->unit, "proportion") != 0) return NULL;
    if (!(demand->limit > 0 && demand->limit < 1)) return NULL;
    if (demand->limit == value)
        return "the figure is the limit: no number of trials would settle it";
    const double bound = demand->limit > value ? high : low;
    const double growth = assay_require_growth(value, bound, demand->limit);
    if (!(growth > 1) || !(growth < 1e9)) return NULL;
    if (figure->trials < 0) {
        const char *times = spoken_value(ledger, ceil(growth * 10) / 10);
        return times ? assay_ledger_text(
                           ledger,
                           "if it stays as it is, %s times as many comparisons,"
                           " of as many times the people, would settle it",
                           times)
                     : NULL;
    }
    const double more = ceil((growth - 1) * (double)figure->trials);
    const char *number = spoken_count(ledger, (uint64_t)more);
    return number ? assay_ledger_text(
                        ledger,
                        "if the rate stays as it is, %s more %s, of new %s in "
                        "proportion, would settle it",
                        number, figure->of, sample_of(figure))
                  : NULL;
}

static assay_requirement judge(const asked *demand, const assay_entry *entry,
                               assay_ledger *ledger)
{
    const assay_figure *figure = &entry->figure;
    assay_requirement out = {.text = demand->text,
                             .figure = figure->id,
                             .limit = demand->limit,
                             .value = figure->value,
                             .verdict = ASSAY_NOT_SHOWN};
    bounds(entry, &out.low, &out.high);
    if (figure->status != ASSAY_FIGURE_OK || __builtin_isnan(out.low) ||
        __builtin_isnan(out.high)) {
        out.note = why_no_verdict(entry, ledger);
        return out;
    }
    const bool low = complies(demand, out.low);
    const bool high = complies(demand, out.high);
    if (low && high)
        out.verdict = ASSAY_MET;
    else if (!low && !high)
        out.verdict = ASSAY_BROKEN;
    else
        out.note = settles(demand, entry, out.low, out.high, ledger);
    return out;
}

// Whether the name of a figure is, or of two systems ends with, what was asked:
// "ratio FNMR" with "FNMR".
static bool ends_name(const char *id, const char *wanted, size_t length)
{
    const size_t n = strcspn(id, "@");
    if (n < length || memcmp(id + n - length, wanted, length) != 0)
        return false;
    return n == length || id[n - length - 1] == ' ';
}

// Whether figures are of pairs, which the hint below names.
static bool has_pairs(const assay_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const char *name = ledger->entries[i].figure.name;
        if (strcmp(name, "FMR") == 0 || strcmp(name, "FNMR") == 0) return true;
    }
    return false;
}

// The first figure of each of the first names.
static void list_first(const assay_ledger *ledger, char *text, size_t size)
{
    const char *last = "";
    size_t length = 0;
    for (size_t i = 0, listed = 0; i < ledger->count && listed < 5; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (strcmp(one->name, last) == 0) continue;
        if (length + strlen(one->id) + 2 >= size) return;
        if (listed++) put(text, size, &length, ", ");
        put(text, size, &length, one->id);
        last = one->name;
    }
}

// Lists ids that the asker may have meant.
static assay_status no_figure(const asked *demand, const assay_ledger *ledger,
                              assay_error *err)
{
    char near[320] = "";
    size_t length = 0, listed = 0;
    const size_t until = strcspn(demand->id.text, "@");
    const size_t name = until < demand->id.length ? until : demand->id.length;
    for (size_t i = 0; i < ledger->count && listed < 5; i++) {
        const char *id = ledger->entries[i].figure.id;
        if (!ends_name(id, demand->id.text, name)) continue;
        if (listed++) put(near, sizeof near, &length, ", ");
        put(near, sizeof near, &length, id);
    }
    if (!listed && !has_pairs(ledger))
        list_first(ledger, near, sizeof near);
    else if (!listed)
        put(near, sizeof near, &length,
            "FMR, FNMR, TMR or threshold @FMR=... or @threshold=..., EER, AUC");
    return assay_fail(err, ASSAY_EUSAGE,
                      "--require: no figure '%.*s'; there are: %s",
                      (int)demand->id.length, demand->id.text, near);
}

static assay_status hold(const asked *demand, assay_ledger *ledger,
                         assay_result *result, assay_error *err)
{
    const bool star = has_star(demand);
    size_t held = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_entry *entry = &ledger->entries[i];
        char id[512];
        if (star && ledger->cells[entry->cell].unknown) continue;
        if (!fill_stars(demand, &entry->figure, id, sizeof id) ||
            !assay_figure_id_same(id, entry->figure.id))
            continue;
        const assay_requirement one = judge(demand, entry, ledger);
        assay_build_requirement(result, &one);
        held++;
    }
    return held ? ASSAY_OK : no_figure(demand, ledger, err);
}

assay_status assay_require_hold(const assay_texts *texts, assay_ledger *ledger,
                                assay_result *result, assay_error *err)
{
    for (size_t i = 0; i < texts->count; i++) {
        asked one;
        ASSAY_TRY(parse(texts->items[i], &one, err));
        ASSAY_TRY(hold(&one, ledger, result, err));
    }
    return ASSAY_OK;
}
