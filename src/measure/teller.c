// SPDX-License-Identifier: Apache-2.0
#include "measure/teller.h"

#include "base/text.h"
#include "measure/sentences.h"

#include <math.h>
#include <stdarg.h>

const char *assay_teller_sure(const assay_teller *teller, const char *text)
{
    if (!text) teller->ledger->no_memory = true;
    return text ? text : "";
}

const char *assay_teller_text(const assay_teller *teller, const char *format,
                              ...)
{
    va_list list;
    va_start(list, format);
    const char *text =
        assay_arena_format_list(&teller->ledger->arena, format, list);
    va_end(list);
    return assay_teller_sure(teller, text);
}

void assay_teller_say(const assay_teller *teller, assay_statement_kind kind,
                      const char *text, const assay_figure *on)
{
    const char *id = on ? on->id : NULL;
    const assay_statement statement = {kind, text, &id, on ? 1 : 0};
    if (text)
        assay_build_statement(teller->result, &statement);
    else
        teller->ledger->no_memory = true;
}

const char *assay_teller_whole(const assay_teller *teller, double value)
{
    return assay_teller_sure(teller,
                             assay_spoken_number(&teller->ledger->arena,
                                                 (uint64_t)floor(value + 0.5)));
}

const char *assay_teller_digits(const assay_teller *teller, double value,
                                int digits)
{
    char text[32];
    text[assay_print_double(value, digits, text)] = '\0';
    return assay_teller_text(teller, "%s", text);
}
