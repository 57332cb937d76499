// SPDX-License-Identifier: Apache-2.0
#include "tell/utf8.h"

static bool is_more(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

// How many bytes a character has that begins with `lead`; 0: none does.
static size_t length_of(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

// Longer than needed, half of a UTF-16 pair, or beyond the last.
static bool is_wrong(uint32_t character, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return character < least[length] || character > 0x10FFFF ||
           (character >= 0xD800 && character <= 0xDFFF);
}

size_t assay_utf8_take(const char *text, uint32_t *character)
{
    const unsigned char *p = (const unsigned char *)text;
    const size_t length = length_of(p[0]);
    *character = ASSAY_NO_CHARACTER;
    if (length == 0) return 1;
    uint32_t code = length == 1 ? p[0] : p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_more(p[i])) return 1; // a 0 at the end stops here too
        code = code << 6 | (p[i] & 0x3Fu);
    }
    if (is_wrong(code, length)) return 1;
    *character = code;
    return length;
}

// A range of characters, both ends included.
typedef struct range {
    uint32_t first, last;
} range;

static bool is_among(uint32_t character, const range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

bool assay_utf8_is_control(uint32_t character)
{
    static const range controls[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C},
        {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
        {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};
    return is_among(character, controls, sizeof controls / sizeof *controls);
}

// The combining marks and the wide scripts that are common; others count as
// one column.
size_t assay_utf8_width(uint32_t character)
{
    static const range none[] = {
        {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
        {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
        {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
    static const range wide[] = {
        {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
        {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    if (is_among(character, none, sizeof none / sizeof *none)) return 0;
    return is_among(character, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}
