// SPDX-License-Identifier: Apache-2.0
#include "trace.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static bool is_path(const cli_given *given)
{
    const cli_kind kind = given->option->kind;
    if (kind == CLI_WORDS) return access(given->value, F_OK) == 0;
    return kind == CLI_INPUT || kind == CLI_OUTPUT || kind == CLI_FOLDER ||
           kind == CLI_FILES || kind == CLI_SET;
}

// As a shell takes it: plain, or between single quotes.
static const char *quoted(cli_heap *heap, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-./+,:=@%";
    if (*text && strspn(text, plain) == strlen(text)) return text;
    char *out = cli_heap_take(heap, 4 * strlen(text) + 3, 1);
    char *to = out;
    *to++ = '\'';
    for (; *text; text++) {
        const char *part = *text == '\'' ? "'\\''" : text;
        const size_t length = *text == '\'' ? 4 : 1;
        memcpy(to, part, length);
        to += length;
    }
    *to = '\'';
    return out;
}

// A text that grows.
typedef struct line {
    cli_heap *heap;
    char *text;
    size_t length;
    size_t room;
} line;

static void put(line *l, const char *text)
{
    const size_t length = strlen(text);
    if (l->length + length >= l->room) {
        const char *old = l->text;
        l->room = 2 * (l->length + length) + 256;
        l->text = cli_heap_take(l->heap, l->room, 1);
        if (old) memcpy(l->text, old, l->length);
    }
    memcpy(l->text + l->length, text, length + 1);
    l->length += length;
}

static void put_value(line *l, const cli_given *given)
{
    put(l, " ");
    put(l, quoted(l->heap,
                  is_path(given) ? base_name(given->value) : given->value));
}

static int compare(const void *a, const void *b)
{
    const cli_given *const *one = a, *const *other = b;
    const int names =
        strcmp(base_name((*one)->value), base_name((*other)->value));
    return names ? names : strcmp((*one)->value, (*other)->value);
}

// The files, by name: several are one evaluation, whatever their order, unless
// the option says that it matters.
static void put_files(line *l, const cli_givens *givens)
{
    const cli_given **files =
        cli_heap_take(l->heap, givens->count + 1, sizeof *files);
    size_t count = 0;
    for (size_t i = 0; i < givens->count; i++)
        if (cli_option_is_word(givens->items[i].option))
            files[count++] = &givens->items[i];
    const bool ordered = count && (files[0]->option->flags & CLI_ORDERED);
    if (!ordered) qsort(files, count, sizeof *files, compare);
    for (size_t i = 0; i < count; i++) put_value(l, files[i]);
}

// What was given for a list in several parts, as one.
static const char *joined(line *l, const cli_givens *givens,
                          const cli_option *option)
{
    line list = {.heap = l->heap};
    for (size_t i = 0; i < givens->count; i++) {
        if (givens->items[i].option != option) continue;
        if (list.length) put(&list, ",");
        put(&list, givens->items[i].value);
    }
    return list.text;
}

static void put_option(line *l, const cli_givens *givens,
                       const cli_option *option)
{
    const bool list = option->kind == CLI_REALS || option->kind == CLI_LIST;
    for (size_t i = 0; i < givens->count; i++) {
        const cli_given *given = &givens->items[i];
        if (given->option != option) continue;
        const bool second = option->kind == CLI_SET && i > 0 &&
                            givens->items[i - 1].option == option;
        if (!second) put(l, " --");
        if (!second) put(l, option->name);
        if (option->kind == CLI_FLAG) return;
        if (!list) {
            put_value(l, given);
            continue;
        }
        put(l, " ");
        put(l, quoted(l->heap, joined(l, givens, option)));
        return;
    }
}

const char *cli_trace(const cli_task *task)
{
    line l = {.heap = task->heap};
    put(&l, "assay ");
    put(&l, task->command->name);
    put_files(&l, &task->givens);
    for (const cli_section *const *s = task->command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++)
            if (!cli_option_is_word(o) && !(o->flags & CLI_UNTRACED))
                put_option(&l, &task->givens, o);
    return l.text;
}
