// SPDX-License-Identifier: Apache-2.0
#include "tell/html_put.h"

#include "tell/utf8.h"

#include <stdarg.h>
#include <string.h>

enum { LABEL_MOST = 160 };

static const char no_character[] = "\xEF\xBF\xBD";

// What stands for a character that can't stand for itself; NULL: it can.
static const char *entity_of(uint32_t character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n': return " ";
    case ASSAY_NO_CHARACTER: return no_character;
    default: return assay_utf8_is_control(character) ? no_character : NULL;
    }
}

// Appends at most `most` characters of the text, escaped; with `breaks` a
// line may break behind a comma.
static void put_escaped(assay_output *output, const char *text, size_t most,
                        bool breaks)
{
    const char *plain = text;
    size_t seen = 0;
    while (*text && seen < most) {
        uint32_t character = 0;
        const size_t n = assay_utf8_take(text, &character);
        const char *entity = entity_of(character);
        if (breaks && character == ',') entity = ",<wbr>";
        if (entity) {
            assay_output_bytes(output, plain, (size_t)(text - plain));
            assay_output_text(output, entity);
        }
        text += n;
        if (entity) plain = text;
        seen++;
    }
    assay_output_bytes(output, plain, (size_t)(text - plain));
    if (*text) assay_output_text(output, "\xE2\x80\xA6");
}

void assay_html_put(assay_output *output, const char *format, ...)
{
    va_list texts;
    va_start(texts, format);
    for (const char *brace = strchr(format, '{'); brace;
         brace = strchr(format, '{')) {
        assay_output_bytes(output, format, (size_t)(brace - format));
        const char *text = va_arg(texts, const char *);
        const bool whole = brace[1] == '}';
        if (text)
            put_escaped(output, text, whole ? SIZE_MAX : LABEL_MOST,
                        brace[1] == ',');
        format = brace + (whole ? 2 : 3);
    }
    va_end(texts);
    assay_output_text(output, format);
}
