// SPDX-License-Identifier: Apache-2.0
#include "read/cut.h"

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline assay_slice trimmed(const char *base, size_t start, size_t end)
{
    while (end > start && is_blank(base[end - 1])) end--;
    while (start < end && is_blank(base[start])) start++;
    return (assay_slice){base + start, end - start};
}

// A field that `mark` ends.
static assay_cut_end finish(assay_cut *cut, size_t mark)
{
    const size_t end = cut->marks[mark];
    cut->mark = mark + 1;
    cut->at = end + 1;
    return cut->base[end] == '\n' ? ASSAY_CUT_LINE : ASSAY_CUT_FIELD;
}

static assay_cut_end cut_plain(assay_cut *cut, assay_slice *field)
{
    size_t m = cut->mark;
    // A quote inside an unquoted field is a character like others.
    while (m < cut->mark_count && cut->base[cut->marks[m]] == '"') m++;
    if (m == cut->mark_count) return ASSAY_CUT_MORE;
    size_t end = cut->marks[m];
    if (cut->base[end] == '\n' && end > cut->at && cut->base[end - 1] == '\r')
        end--;
    *field = trimmed(cut->base, cut->at, end);
    return finish(cut, m);
}

// The mark of the quote that closes the field opened by mark `m`; `*changes`:
// between are doubled quotes or newlines. ASSAY_CUT_FIELD when it was found.
static assay_cut_end find_close(const assay_cut *cut, size_t *m, bool *changes)
{
    size_t i = *m + 1;
    *changes = false;
    for (; i < cut->mark_count; i++) {
        const size_t at = cut->marks[i];
        if (cut->base[at] == '\n') {
            if (!cut->whole || i + 1 == cut->mark_count) return ASSAY_CUT_OPEN;
            *changes = true;
        }
        if (cut->base[at] != '"') continue;
        // What follows decides, so it has to be there.
        if (i + 1 == cut->mark_count) return ASSAY_CUT_MORE;
        if (cut->marks[i + 1] != at + 1 || cut->base[at + 1] != '"') break;
        i++;
        *changes = true;
    }
    if (i >= cut->mark_count) return ASSAY_CUT_MORE;
    *m = i;
    return ASSAY_CUT_FIELD;
}

// Undoes doubled quotes of base[start..end), makes blanks of line breaks, and
// returns the new end.
static size_t undo(char *base, size_t start, size_t end)
{
    size_t to = start;
    for (size_t i = start; i < end; i++) {
        if (base[i] == '\r' && i + 1 < end && base[i + 1] == '\n') continue;
        base[to++] = base[i] == '\n' ? ' ' : base[i];
        if (base[i] == '"') i++;
    }
    return to;
}

// Whether only blanks lie between the closing quote and the next mark.
static bool is_closed_well(const assay_cut *cut, size_t close)
{
    size_t from = cut->marks[close] + (size_t)1;
    size_t end = cut->marks[close + 1];
    if (cut->base[end] == '"') return false;
    if (cut->base[end] == '\n' && end > from && cut->base[end - 1] == '\r')
        end--;
    while (from < end && is_blank(cut->base[from])) from++;
    return from == end;
}

static assay_cut_end cut_quoted(assay_cut *cut, assay_slice *field)
{
    bool changes = false;
    size_t close = cut->mark;
    const size_t start = cut->marks[close] + (size_t)1;
    const assay_cut_end found = find_close(cut, &close, &changes);
    if (found != ASSAY_CUT_FIELD) return found;
    if (!is_closed_well(cut, close)) return ASSAY_CUT_STRAY;
    size_t end = cut->marks[close];
    if (changes) end = undo(cut->base, start, end);
    *field = (assay_slice){cut->base + start, end - start};
    return finish(cut, close + 1);
}

// Whether the field begins with a quote, blanks aside.
static inline bool is_quoted(const assay_cut *cut)
{
    size_t at = cut->at;
    const size_t mark = cut->marks[cut->mark];
    if (cut->base[mark] != '"') return false;
    while (at < mark && is_blank(cut->base[at])) at++;
    return at == mark;
}

assay_cut_end assay_cut_next(assay_cut *cut, assay_slice *field)
{
    if (cut->mark == cut->mark_count) return ASSAY_CUT_MORE;
    return is_quoted(cut) ? cut_quoted(cut, field) : cut_plain(cut, field);
}

assay_status assay_cut_refuse(assay_cut_end how, assay_error *err)
{
    return how == ASSAY_CUT_STRAY
               ? assay_fail(err, ASSAY_EINPUT,
                            "text behind a closing quote: write a quote inside "
                            "a quoted field twice")
               : assay_fail(err, ASSAY_EINPUT,
                            "a quote that isn't closed on its line: close it, "
                            "or take the line break out of the field");
}

assay_status assay_line_refuse(size_t field, assay_error *err)
{
    return field ? assay_fail(err, ASSAY_EINPUT,
                              "field %zu is longer than 4 KiB: look whether a "
                              "separator is missing",
                              field)
                 : assay_fail(err, ASSAY_EINPUT,
                              "a field of more than 4 KiB: look whether a "
                              "separator is missing");
}

// Only a line that is longer than a field may be can hold a field that is.
static assay_status check(const assay_line *line, const assay_slice *fields,
                          size_t count, assay_error *err)
{
    if (line->end - line->start <= ASSAY_FIELD_MOST) return ASSAY_OK;
    for (size_t i = 0; i < count; i++)
        if (fields[i].length > ASSAY_FIELD_MOST)
            return assay_line_refuse(i + 1, err);
    return ASSAY_OK;
}

assay_slice assay_line_slice(const assay_line *line)
{
    return (assay_slice){line->base + line->start, line->end - line->start};
}

assay_status assay_line_words(const assay_line *line, assay_slice *fields,
                              size_t most, size_t *count, assay_error *err)
{
    size_t from = line->start;
    size_t n = 0;
    for (size_t m = 0; m <= line->mark_count; m++) {
        const size_t at = m < line->mark_count ? line->marks[m] : line->end;
        if (at > from && n < most)
            fields[n] = (assay_slice){line->base + from, at - from};
        n += at > from;
        from = at + 1;
    }
    *count = n;
    return check(line, fields, n < most ? n : most, err);
}

// Most lines have no quotes: what lies between two marks is a field.
static assay_status split_plain(const assay_line *line, assay_slice *fields,
                                size_t most, size_t *count, assay_error *err)
{
    const size_t n = line->mark_count + 1;
    const size_t stored = n < most ? n : most;
    size_t from = line->start;
    for (size_t m = 0; m < stored; m++) {
        const size_t end = m + 1 < n ? line->marks[m] : line->end;
        fields[m] = trimmed(line->base, from, end);
        from = end + 1;
    }
    *count = n;
    return check(line, fields, stored, err);
}

assay_status assay_line_fields(const assay_line *line, assay_slice *fields,
                               size_t most, size_t *count, assay_error *err)
{
    if (!line->has_second) return split_plain(line, fields, most, count, err);
    assay_cut cut = {line->base, line->marks, line->mark_count + 1,
                     0,          line->start, true};
    assay_cut_end how = ASSAY_CUT_FIELD;
    size_t n = 0;
    while (how == ASSAY_CUT_FIELD) {
        assay_slice field = {0};
        how = assay_cut_next(&cut, &field);
        if (n < most) fields[n] = field;
        n++;
    }
    *count = n;
    if (how != ASSAY_CUT_LINE) return assay_cut_refuse(how, err);
    return check(line, fields, n < most ? n : most, err);
}
