// SPDX-License-Identifier: Apache-2.0
#include "bind.h"

#include "numbers.h"
#include "say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// An option of the task and all that was given for it.
typedef struct bound {
    cli_task *task;
    const cli_option *option;
    const cli_given *last;
    size_t count;
    void *to; // its setting
} bound;

void cli_settings_default(cli_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    assay_options_default(&settings->common);
    assay_scores_options_default(&settings->scores);
    assay_counts_options_default(&settings->counts);
    assay_deployments_options_default(&settings->deployments);
    assay_simulate_scores_options_default(&settings->simulate);
    assay_templates_options_default(&settings->templates);
    assay_candidates_options_default(&settings->candidates);
    assay_merge_options_default(&settings->merge);
    assay_compare_options_default(&settings->compare);
    assay_alerts_options_default(&settings->alerts);
    assay_forecast_options_default(&settings->forecast);
    assay_size_options_default(&settings->size);
    settings->lists = settings->templates.lists;
    settings->protocol = 1;    // none
    settings->list_target = 2; // neither is asked for
    assay_simulate_templates_options_default(&settings->simulate_templates);
    assay_simulate_street_options_default(&settings->simulate_street);
    settings->common.spool = getenv("TMPDIR");
    if (settings->common.spool && !*settings->common.spool)
        settings->common.spool = NULL;
}

static int bad(const bound *b, const char *why)
{
    return cli_bad_value(b->task, b->last, strlen(b->last->value), why);
}

static int bad_range(const bound *b, size_t shown)
{
    const cli_option *o = b->option;
    const bool real =
        o->kind == CLI_REAL || o->kind == CLI_REALS || o->kind == CLI_SPAN;
    return cli_bad_value(b->task, b->last, shown,
                         cli_heap_format(b->task->heap,
                                         !real ? "must be %.0f to %.0f"
                                         : o->flags & CLI_FROM
                                             ? "must be %g or more and below %g"
                                             : "must lie above %g and below %g",
                                         o->least, o->most));
}

// The next given of the option at or after `*i`, or NULL.
static const cli_given *next_given(const bound *b, size_t *i)
{
    const cli_givens *all = &b->task->givens;
    while (*i < all->count && all->items[*i].option != b->option) ++*i;
    return *i < all->count ? &all->items[(*i)++] : NULL;
}

static bool is_number(const char *text)
{
    double value = 0;
    return cli_read_real(text, strlen(text), &value);
}

static int bind_path(bound *b)
{
    struct stat about;
    const char *path = b->last->value;
    const bool there = stat(path, &about) == 0;
    if (!*path) return bad(b, "no name");
    if (is_number(path) && !there)
        return bad(b, b->option->kind == CLI_INPUT
                          ? "takes a file, and there is none of this name"
                          : "takes a name, not a number; write ./ before it "
                            "if it is one");
    if (b->option->kind == CLI_FOLDER && strcmp(path, "-") == 0)
        return bad(b, "takes a folder, not standard output");
    if (b->option->kind == CLI_INPUT && there && S_ISDIR(about.st_mode))
        return bad(b, "this is a folder: name a file in it");
    memcpy(b->to, &path, sizeof path);
    return CLI_DONE;
}

static bool is_in_range(const cli_option *o, double value, bool open)
{
    if (o->least == 0 && o->most == 0) return true;
    if (open && (o->flags & CLI_FROM) && value == o->least) return true;
    if (open) return value > o->least && value < o->most;
    return value >= o->least && value <= o->most;
}

static int bind_real(bound *b)
{
    const char *text = b->last->value;
    double value = 0;
    if (!cli_read_real(text, strlen(text), &value))
        return bad(b, "not a number");
    if (!is_in_range(b->option, value, true)) return bad_range(b, strlen(text));
    memcpy(b->to, &value, sizeof value);
    return CLI_DONE;
}

static int bind_whole(bound *b)
{
    uint64_t value = 0;
    const char *text = b->last->value;
    if (!cli_read_whole(text, &value)) return bad(b, "not a whole number");
    if (!is_in_range(b->option, (double)value, false))
        return bad_range(b, strlen(text));
    if (b->option->kind == CLI_COUNT)
        *(unsigned *)b->to = (unsigned)value;
    else
        *(uint64_t *)b->to = value;
    return CLI_DONE;
}

static int bind_size(bound *b)
{
    if (!cli_read_size(b->last->value, b->to))
        return bad(b, "not a size, as 512M or 4G");
    return CLI_DONE;
}

static int bind_choice(bound *b)
{
    const char *value = b->last->value;
    const char *at = b->option->argument;
    for (unsigned i = 0; *at; i++) {
        const size_t length = strcspn(at, "|");
        if (strlen(value) == length && strncmp(at, value, length) == 0) {
            *(unsigned *)b->to = i;
            return CLI_DONE;
        }
        at += length + (at[length] == '|');
    }
    return bad(
        b, cli_heap_format(b->task->heap, "one of %s", b->option->argument));
}

// Parts between commas, in all that was given.
static size_t count_parts(const bound *b)
{
    size_t parts = 0;
    const cli_given *given = NULL;
    for (size_t i = 0; (given = next_given(b, &i));) {
        parts++;
        for (const char *c = given->value; *c; c++) parts += *c == ',';
    }
    return parts;
}

static int bind_reals(bound *b)
{
    assay_numbers *to = b->to;
    double *items = cli_heap_take(b->task->heap, count_parts(b), sizeof *items);
    size_t count = 0;
    for (size_t i = 0; (b->last = next_given(b, &i));) {
        const char *all = b->last->value;
        for (const char *at = all;;) {
            const size_t length = strcspn(at, ",");
            const size_t shown = (size_t)(at - all) + length;
            if (!cli_read_real(at, length, &items[count]))
                return cli_bad_value(b->task, b->last, shown, "not a number");
            if (!is_in_range(b->option, items[count], true))
                return bad_range(b, shown);
            count++;
            if (!at[length]) break;
            at += length + 1;
        }
    }
    *to = (assay_numbers){items, count};
    return CLI_DONE;
}

// "0.4..0.7": both ends.
static int bind_range(bound *b, size_t low)
{
    assay_span *to = b->to;
    const char *text = b->last->value;
    const char *const at[] = {text, text + low + strlen("..")};
    const size_t length[] = {low, strlen(at[1])};
    double *items = cli_heap_take(b->task->heap, 2, sizeof *items);
    for (size_t i = 0; i < 2; i++) {
        if (!cli_read_real(at[i], length[i], &items[i]))
            return bad(b, "not a range: write LOW..HIGH, as 0.4..0.7");
        if (!is_in_range(b->option, items[i], true))
            return bad_range(b, strlen(text));
    }
    if (!(items[0] < items[1]))
        return bad(b, "a range has its lower end first");
    *to = (assay_span){{items, 2}, true};
    return CLI_DONE;
}

static int bind_span(bound *b)
{
    assay_span *to = b->to;
    assay_numbers numbers;
    bound list = *b;
    const char *dots = strstr(b->last->value, "..");
    if (dots) return bind_range(b, (size_t)(dots - b->last->value));
    list.to = &numbers;
    const int status = bind_reals(&list);
    if (status == CLI_DONE) *to = (assay_span){numbers, false};
    return status;
}

static int bind_list(bound *b)
{
    assay_texts *to = b->to;
    const char **items =
        cli_heap_take(b->task->heap, count_parts(b), sizeof *items);
    size_t count = 0;
    for (size_t i = 0; (b->last = next_given(b, &i));) {
        const char *all = b->last->value;
        for (const char *at = all;;) {
            const size_t length = strcspn(at, ",");
            if (!length)
                return cli_bad_value(b->task, b->last,
                                     (size_t)(at - all) + length,
                                     "a name is missing here");
            items[count++] = cli_heap_copy(b->task->heap, at, length);
            if (!at[length]) break;
            at += length + 1;
        }
    }
    *to = (assay_texts){items, count};
    return CLI_DONE;
}

static int bind_texts(bound *b)
{
    assay_texts *to = b->to;
    const char **items = cli_heap_take(b->task->heap, b->count, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; (b->last = next_given(b, &i));) {
        if (!*b->last->value) return bad(b, "nothing is said");
        items[count++] = b->last->value;
    }
    *to = (assay_texts){items, count};
    return CLI_DONE;
}

static assay_pair *find_pair(assay_pair *pairs, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].key, key) == 0) return &pairs[i];
    return NULL;
}

// The command line's text for a key stands in place of the plan's.
static int bind_pairs(bound *b)
{
    assay_pairs *to = b->to;
    assay_pair *items = cli_heap_take(b->task->heap, b->count, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; (b->last = next_given(b, &i));) {
        const char *all = b->last->value;
        const size_t length = strcspn(all, "=");
        if (!length || !all[length] || !all[length + 1])
            return bad(b, cli_heap_format(b->task->heap, "write %s",
                                          b->option->argument));
        const char *key = cli_heap_copy(b->task->heap, all, length);
        assay_pair *pair = find_pair(items, count, key);
        if (!pair) pair = &items[count++];
        *pair = (assay_pair){key, all + length + 1};
    }
    *to = (assay_pairs){items, count};
    return CLI_DONE;
}

// The two files of a set, from the command line or else from the plan.
static int bind_set(bound *b)
{
    assay_template_files *to = b->to;
    const char *files[2] = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; (b->last = next_given(b, &i)); count++)
        if (count < 2) files[count] = b->last->value;
    b->last = &b->task->givens.items[b->task->givens.count - 1];
    if (count != 2)
        return cli_usage(b->task, "--%s takes two files: --%s %s",
                         b->option->name, b->option->name, b->option->argument);
    *to = (assay_template_files){files[0], files[1]};
    return CLI_DONE;
}

static bool takes_many(cli_kind kind)
{
    return kind >= CLI_SET;
}

static int bind_one(bound *b)
{
    switch (b->option->kind) {
    case CLI_FLAG: *(bool *)b->to = true; return CLI_DONE;
    case CLI_CHOICE: return bind_choice(b);
    case CLI_WORD: memcpy(b->to, &b->last->value, sizeof(char *)); break;
    case CLI_INPUT:
    case CLI_OUTPUT:
    case CLI_FOLDER: return bind_path(b);
    case CLI_REAL: return bind_real(b);
    case CLI_COUNT:
    case CLI_WIDE: return bind_whole(b);
    case CLI_SIZE: return bind_size(b);
    case CLI_SPAN: return bind_span(b);
    case CLI_SET: return bind_set(b);
    case CLI_REALS: return bind_reals(b);
    case CLI_LIST: return bind_list(b);
    case CLI_TEXTS:
    case CLI_WORDS:
    case CLI_FILES: return bind_texts(b);
    case CLI_PAIRS: return bind_pairs(b);
    }
    return CLI_DONE;
}

static int bind_option(cli_task *task, const cli_option *option)
{
    bound b = {.task = task, .option = option};
    for (size_t i = 0; i < task->givens.count; i++) {
        if (task->givens.items[i].option != option) continue;
        b.last = &task->givens.items[i];
        b.count++;
    }
    if (!b.count) return CLI_DONE;
    if (b.count > 1 && !takes_many(option->kind) && option->kind != CLI_FLAG)
        return bad(&b, "is given for the second time");
    b.to = (char *)&task->settings + option->at;
    return bind_one(&b);
}

int cli_bind(cli_task *task)
{
    for (const cli_section *const *s = task->command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++) {
            const int status = bind_option(task, o);
            if (status != CLI_DONE) return status;
        }
    return CLI_DONE;
}
