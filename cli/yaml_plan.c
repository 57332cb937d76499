// SPDX-License-Identifier: Apache-2.0
#include "yaml_plan.h"

#include "near.h"
#include "parse.h"
#include "say.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <yaml.h>

enum { MOST = 1 << 20 }; // bytes of a plan

// A plan that is being read.
typedef struct plan {
    cli_task *task;
    const char *path;
    yaml_document_t document;
    cli_givens *out;
} plan;

static const char *place(const plan *p, const yaml_node_t *node)
{
    return cli_heap_format(p->task->heap, "%s:%zu", p->path,
                           node->start_mark.line + 1);
}

__attribute__((format(printf, 3, 4))) static int
refuse(const plan *p, const yaml_node_t *node, const char *format, ...)
{
    va_list args;
    (void)fprintf(stderr, "%s: ", place(p, node));
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    return CLI_USAGE;
}

// The text of a scalar; NULL where it is none, or not one for a C string.
static const char *text_of(const plan *p, const yaml_node_t *node)
{
    if (node->type != YAML_SCALAR_NODE) return NULL;
    const char *text = (const char *)node->data.scalar.value;
    const size_t length = node->data.scalar.length;
    if (strlen(text) != length) return NULL;
    return cli_heap_copy(p->task->heap, text, length);
}

static void add(const plan *p, const cli_option *option,
                const yaml_node_t *node, const char *value)
{
    cli_given_add(p->task, p->out, (cli_given){option, value, place(p, node)});
}

static bool is_one_of(const char *text, const char *const *names)
{
    while (*names && strcmp(*names, text) != 0) names++;
    return *names != NULL;
}

static int take_flag(const plan *p, const cli_option *option,
                     const yaml_node_t *node, const char *text)
{
    static const char *const yes[] = {"true", "yes", "on", NULL};
    static const char *const no[] = {"false", "no", "off", NULL};
    if (is_one_of(text, yes))
        add(p, option, node, NULL);
    else if (!is_one_of(text, no))
        return refuse(p, node, "%s: true or false", option->name);
    return CLI_DONE;
}

static int take_scalar(const plan *p, const cli_option *option,
                       const yaml_node_t *node)
{
    const char *text = text_of(p, node);
    if (!text || !*text)
        return refuse(p, node, "%s: a text or number is needed here",
                      option->name);
    if (option->kind == CLI_FLAG) return take_flag(p, option, node, text);
    add(p, option, node, text);
    return CLI_DONE;
}

static bool takes_lists(const cli_option *option)
{
    const cli_kind kind = option->kind;
    return kind == CLI_SET || kind == CLI_REALS || kind == CLI_LIST ||
           kind == CLI_TEXTS || kind == CLI_FILES || kind == CLI_PAIRS;
}

static int take_list(plan *p, const cli_option *option, const yaml_node_t *node)
{
    if (!takes_lists(option))
        return refuse(p, node, "%s: one value, not a list", option->name);
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++) {
        const int status =
            take_scalar(p, option, yaml_document_get_node(&p->document, *item));
        if (status != CLI_DONE) return status;
    }
    return CLI_DONE;
}

static int take_map(plan *p, const cli_option *option, const yaml_node_t *node)
{
    if (option->kind != CLI_PAIRS)
        return refuse(p, node, "%s: a value, not a map", option->name);
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key =
            yaml_document_get_node(&p->document, pair->key);
        const char *name = text_of(p, key);
        const char *value =
            text_of(p, yaml_document_get_node(&p->document, pair->value));
        if (!name || !*name || strchr(name, '=') || !value)
            return refuse(p, key, "%s: a line `key: text` is needed here",
                          option->name);
        add(p, option, key,
            cli_heap_format(p->task->heap, "%s=%s", name, value));
    }
    return CLI_DONE;
}

static int take_value(plan *p, const cli_option *option,
                      const yaml_node_t *node)
{
    switch (node->type) {
    case YAML_SEQUENCE_NODE: return take_list(p, option, node);
    case YAML_MAPPING_NODE: return take_map(p, option, node);
    case YAML_SCALAR_NODE:
    case YAML_NO_NODE:
    default: return take_scalar(p, option, node);
    }
}

static int refuse_key(const plan *p, const yaml_node_t *node, const char *name)
{
    const cli_command *command = p->task->command;
    const char *near = name ? cli_near_option(command, name) : NULL;
    const assay_word *word = name ? assay_word_find(name) : NULL;
    if (!name) return refuse(p, node, "a key is the name of an option");
    const char *iso = word && word->option ? word->option : NULL;
    if (iso && strncmp(iso, "--", 2) == 0 && cli_option_find(command, iso + 2))
        return refuse(p, node, "unknown key %s: in ISO terms %s", name,
                      iso + 2);
    if (near)
        return refuse(p, node, "unknown key %s: did you mean %s?", name, near);
    return refuse(p, node,
                  "unknown key %s: keys are options without dashes (assay %s "
                  "--help), `files` and `about`",
                  name, command->name);
}

static bool is_repeated(plan *p, const yaml_node_pair_t *first,
                        const yaml_node_pair_t *pair, const char *name)
{
    for (; first < pair; first++) {
        const char *other =
            text_of(p, yaml_document_get_node(&p->document, first->key));
        if (other && strcmp(other, name) == 0) return true;
    }
    return false;
}

static int take_pair(plan *p, const yaml_node_pair_t *first,
                     const yaml_node_pair_t *pair)
{
    const yaml_node_t *key = yaml_document_get_node(&p->document, pair->key);
    const char *name = text_of(p, key);
    const cli_option *option = NULL;
    if (name && strcmp(name, "files") == 0)
        option = cli_option_of_words(p->task->command);
    else if (name)
        option = cli_option_find(p->task->command, name);
    if (!option) return refuse_key(p, key, name);
    if (option->flags & CLI_UNPLANNED)
        return refuse(p, key, "%s has no place in a plan", name);
    if (is_repeated(p, first, pair, name))
        return refuse(p, key, "%s stands here for the second time", name);
    return take_value(p, option,
                      yaml_document_get_node(&p->document, pair->value));
}

static int take_document(plan *p)
{
    yaml_node_t *root = yaml_document_get_root_node(&p->document);
    if (!root) return CLI_DONE; // says nothing
    if (root->type != YAML_MAPPING_NODE)
        return refuse(p, root, "a plan is lines of `option: value`");
    const yaml_node_pair_t *first = root->data.mapping.pairs.start;
    for (const yaml_node_pair_t *pair = first;
         pair < root->data.mapping.pairs.top; pair++) {
        const int status = take_pair(p, first, pair);
        if (status != CLI_DONE) return status;
    }
    return CLI_DONE;
}

static int refuse_yaml(const char *path, const yaml_parser_t *parser)
{
    (void)fprintf(stderr, "%s:%zu: no YAML: %s\n", path,
                  parser->problem_mark.line + 1,
                  parser->problem ? parser->problem : "it can't be read");
    return CLI_NOT_DONE;
}

static int refuse_second(plan *p, yaml_parser_t *parser)
{
    yaml_document_t more;
    if (!yaml_parser_load(parser, &more)) return refuse_yaml(p->path, parser);
    const yaml_node_t *root = yaml_document_get_root_node(&more);
    const int status =
        root ? refuse(p, root, "a second document; a plan is one") : CLI_DONE;
    yaml_document_delete(&more);
    return status;
}

static int parse(plan *p, yaml_parser_t *parser)
{
    if (!yaml_parser_load(parser, &p->document))
        return refuse_yaml(p->path, parser);
    int status = take_document(p);
    const bool empty = !yaml_document_get_root_node(&p->document);
    yaml_document_delete(&p->document);
    if (status == CLI_DONE && !empty) status = refuse_second(p, parser);
    return status;
}

static int refuse_file(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", path, why);
    return CLI_NOT_DONE;
}

static int refuse_system(const char *path, const char *what, int code)
{
    (void)fprintf(stderr, "%s: %s: %s\n", path, what, strerror(code));
    return CLI_NOT_DONE;
}

static int load(const char *path, unsigned char *bytes, size_t *length)
{
    FILE *file = fopen(path, "rbe");
    if (!file) return refuse_system(path, "can't be opened", errno);
    *length = fread(bytes, 1, MOST, file);
    const bool failed = ferror(file) != 0;
    const int code = errno;
    (void)fclose(file);
    if (failed) return refuse_system(path, "can't be read", code);
    if (*length == MOST) return refuse_file(path, "a plan has at most 1 MiB");
    return CLI_DONE;
}

int cli_plan_read(cli_task *task, const char *path, cli_givens *out)
{
    yaml_parser_t parser;
    plan p = {.task = task, .path = path, .out = out};
    size_t length = 0;
    unsigned char *bytes = cli_heap_take(task->heap, MOST, 1);
    int status = load(path, bytes, &length);
    if (status != CLI_DONE) return status;
    if (!yaml_parser_initialize(&parser)) return refuse_file(path, "no memory");
    yaml_parser_set_input_string(&parser, bytes, length);
    status = parse(&p, &parser);
    yaml_parser_delete(&parser);
    return status;
}
