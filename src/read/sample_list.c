// SPDX-License-Identifier: Apache-2.0
#include "read/sample_list.h"

#include "base/alloc.h"
#include "read/samples.h"

struct assay_sample_list {
    assay_source *source; // for names and digest
    assay_samples samples;
};

static assay_status read_into(assay_sample_list *list,
                              const assay_samples_from *how, const char *path,
                              assay_error *err)
{
    const assay_read_options *o = how->options;
    assay_samples_from from = *how;
    ASSAY_TRY(assay_source_open(path, o->digest, o->threads, o->watch,
                                &list->source, err));
    from.source = list->source;
    if (assay_samples_read(&from, &list->samples, err) == ASSAY_OK)
        return ASSAY_OK;
    return assay_fail_at(err, path, 0);
}

// NOLINTNEXTLINE(readability-function-size): a file and its tables
assay_status assay_sample_list_read(const char *path, const char *role,
                                    const assay_read_options *options,
                                    assay_intake *intake, assay_strings *ids,
                                    assay_sample_list **out, assay_error *err)
{
    const assay_samples_from how = {.role = role,
                                    .options = options,
                                    .intake = intake,
                                    .subjects = intake->subjects};
    *out = NULL;
    assay_sample_list *list = assay_new(sizeof *list, 0, 0);
    if (!list) return assay_fail_memory(err, "the samples");
    list->samples.ids = ids;
    const assay_status status = read_into(list, &how, path, err);
    if (status == ASSAY_OK)
        *out = list;
    else
        assay_sample_list_free(list);
    return status;
}

assay_status assay_sample_list_new(assay_strings *ids, assay_sample_list **out,
                                   assay_error *err)
{
    *out = assay_new(sizeof **out, 0, 0);
    if (!*out) return assay_fail_memory(err, "the samples");
    (*out)->samples.ids = ids;
    return ASSAY_OK;
}

assay_status assay_sample_list_add(assay_sample_list *list, uint32_t id,
                                   uint32_t subject, uint32_t *place,
                                   assay_error *err)
{
    *place = (uint32_t)list->samples.count;
    return assay_samples_add(&list->samples, id, subject)
               ? ASSAY_OK
               : assay_fail_memory(err, "the samples");
}

size_t assay_sample_list_count(const assay_sample_list *list)
{
    return list->samples.count;
}

const uint32_t *assay_sample_list_subjects(const assay_sample_list *list)
{
    return list->samples.subject;
}

const uint32_t *assay_sample_list_samples(const assay_sample_list *list)
{
    return list->samples.id;
}

const uint8_t *assay_sample_list_lost(const assay_sample_list *list)
{
    return list->samples.says_acquired ? list->samples.failed : NULL;
}

const uint32_t *assay_sample_list_column(const assay_sample_list *list,
                                         size_t c)
{
    return list->samples.column[c];
}

uint32_t assay_sample_list_find(const assay_sample_list *list, uint32_t id)
{
    return assay_samples_find(&list->samples, id);
}

uint64_t assay_sample_list_line(const assay_sample_list *list, size_t sample)
{
    return assay_samples_line(&list->samples, sample);
}

const char *assay_sample_list_path(const assay_sample_list *list)
{
    return list->source ? assay_source_path(list->source) : "";
}

assay_input assay_sample_list_input(const assay_sample_list *list)
{
    return list->samples.input;
}

void assay_sample_list_forget(assay_sample_list *list)
{
    const assay_input input = list->samples.input;
    assay_samples_end(&list->samples);
    list->samples.input = input;
}

void assay_sample_list_free(assay_sample_list *list)
{
    if (!list) return;
    assay_samples_end(&list->samples);
    assay_source_close(list->source);
    assay_free(list);
}
