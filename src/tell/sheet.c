// SPDX-License-Identifier: Apache-2.0
#include "tell/sheet.h"

#include "base/alloc.h"
#include "tell/utf8.h"

#include <string.h>

static void add(assay_sheet *sheet, const char *bytes, size_t n)
{
    if (sheet->no_memory) return;
    if (sheet->length + n + 1 > sheet->room) {
        const size_t room = 2 * (sheet->length + n) + 1024;
        if (!assay_grow(&sheet->text, room, 1)) {
            sheet->no_memory = true;
            return;
        }
        sheet->room = room;
    }
    memcpy(sheet->text + sheet->length, bytes, n);
    sheet->length += n;
    sheet->text[sheet->length] = '\0';
}

// A character that shows: itself, or `?`.
static size_t columns_of(uint32_t character)
{
    return assay_utf8_is_control(character) ? 1 : assay_utf8_width(character);
}

void assay_sheet_put_part(assay_sheet *sheet, const char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t c = 0;
        const size_t length = assay_utf8_take(text + i, &c);
        if (assay_utf8_is_control(c) || c == ASSAY_NO_CHARACTER)
            add(sheet, "?", 1);
        else
            add(sheet, text + i, length);
        sheet->column += columns_of(c);
        i += length;
    }
}

void assay_sheet_put(assay_sheet *sheet, const char *text)
{
    assay_sheet_put_part(sheet, text, strlen(text));
}

void assay_sheet_pad(assay_sheet *sheet, size_t column)
{
    for (; sheet->column < column; sheet->column++) add(sheet, " ", 1);
}

void assay_sheet_end_line(assay_sheet *sheet)
{
    while (sheet->length > 0 && sheet->text[sheet->length - 1] == ' ')
        sheet->text[--sheet->length] = '\0';
    add(sheet, "\n", 1);
    sheet->column = 0;
}

void assay_sheet_heading(assay_sheet *sheet, const char *text)
{
    if (sheet->length > 0) assay_sheet_end_line(sheet);
    if (sheet->colour) add(sheet, "\x1b[1m", 4);
    assay_sheet_put(sheet, text);
    if (sheet->colour) add(sheet, "\x1b[0m", 4);
    assay_sheet_end_line(sheet);
}

size_t assay_sheet_columns(const char *text)
{
    size_t columns = 0;
    while (*text) {
        uint32_t c = 0;
        text += assay_utf8_take(text, &c);
        columns += columns_of(c);
    }
    return columns;
}

size_t assay_sheet_fit(const char *text, size_t columns)
{
    size_t used = 0;
    size_t n = 0;
    size_t blank = 0; // where the last whole word ended
    while (text[n]) {
        uint32_t c = 0;
        const size_t length = assay_utf8_take(text + n, &c);
        if (c == ' ') blank = n;
        used += columns_of(c);
        if (used > columns && n > 0 && blank > 0) return blank;
        if (used > columns && n > 0) return n;
        n += length;
    }
    return n;
}

// Columns left on the line; at least 1.
static size_t room_on(const assay_sheet *sheet)
{
    return sheet->width > sheet->column ? sheet->width - sheet->column : 1;
}

// Whether the first word of `text` goes on the line, or on none.
static bool starts_here(const assay_sheet *sheet, size_t indent,
                        const char *text)
{
    const size_t word = strcspn(text, " ");
    return sheet->column <= indent ||
           assay_sheet_fit(text, room_on(sheet)) >= word;
}

void assay_sheet_wrap(assay_sheet *sheet, size_t indent, const char *text)
{
    while (*text == ' ') text++;
    if (!starts_here(sheet, indent, text)) assay_sheet_end_line(sheet);
    while (*text) {
        if (sheet->column == 0) assay_sheet_pad(sheet, indent);
        const size_t n = assay_sheet_fit(text, room_on(sheet));
        assay_sheet_put_part(sheet, text, n);
        text += n;
        while (*text == ' ') text++;
        if (*text) assay_sheet_end_line(sheet);
    }
    assay_sheet_end_line(sheet);
}

void assay_sheet_end(assay_sheet *sheet)
{
    assay_free(sheet->text);
    *sheet = (assay_sheet){.width = sheet->width};
}
