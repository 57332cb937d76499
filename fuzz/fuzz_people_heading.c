// SPDX-License-Identifier: Apache-2.0
// Any text as a heading that names a count and a group of people: what is
// proposed is read, and is read as what was proposed.
#include "fuzz_help.h"

#include "read/deployed_people.h"

static void check(const assay_people_heading *of)
{
    fuzz_require(of->count < ASSAY_PEOPLE_COUNTS);
    fuzz_require(of->group[0] != '\0');
    fuzz_require(memchr(of->group, '\0', sizeof of->group) != NULL);
    fuzz_require(memchr(of->attribute, '\0', sizeof of->attribute) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_people_heading of;
    char name[ASSAY_PEOPLE_OURS];
    char *text = malloc(size + 1);
    fuzz_require(text);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    const bool ours = assay_people_heading_read(text, &of);
    if (ours) check(&of);
    if (assay_people_heading_guess(text, name)) {
        fuzz_require(!ours);
        fuzz_require(assay_people_heading_read(name, &of));
        check(&of);
    }
    if (assay_people_heading_behind(text, "Alerts", "alerts", name)) {
        fuzz_require(assay_people_heading_read(name, &of));
        check(&of);
    }
    if (assay_people_heading_of_any(text, "Alerts", "alerts", "borough",
                                    name)) {
        fuzz_require(assay_people_heading_read(name, &of));
        fuzz_require(strcmp(of.attribute, "borough") == 0);
        check(&of);
    }
    if (assay_people_heading_long(text))
        fuzz_require(!ours && size >= ASSAY_PEOPLE_TEXT);
    free(text);
    return 0;
}
