// SPDX-License-Identifier: Apache-2.0
// Sentences and warnings of a comparison (docs/words.md rules the wording).
#include "measure/comparison_study.h"

#include "base/text.h"
#include "measure/sentences.h"
#include "stats/elementary.h"

#include <math.h>
#include <string.h>

enum { SHORT_MOST = 4, UNTOLD_MOST = 2 };

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static assay_arena *arena_of(assay_comparison *c)
{
    return &c->ledger.arena;
}

// A text that memory did not suffice for is remembered.
static const char *kept(assay_comparison *c, const char *text)
{
    if (!text) c->ledger.no_memory = true;
    return text;
}

// A sentence that stands on the difference of a figure, or on none.
static void say(assay_comparison *c, assay_statement_kind kind,
                const char *text, const assay_compared *of)
{
    const char *const ids[] = {of ? of->id : NULL};
    const assay_statement statement = {kind, text, ids, of && of->id};
    if (text) assay_build_statement(c->result, &statement);
}

// How a rate is told of a system.
typedef struct telling {
    const char *name, *base, *verb;
} telling;

static const telling tellings[] = {
    {"FNMR", "pairs of the same person", "fails on"},
    {"FMR", "pairs of different people", "passes"},
    {"FNIR", "searches by listed people, list of ", "misses"},
    {"FPIR", "searches by people not listed, list of ",
     "raises a false alert in"}};

static const telling *telling_of(const assay_compared *of)
{
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++)
        if (is(of->of[0]->name, tellings[i].name)) return &tellings[i];
    return NULL;
}

static bool is_told(const assay_compared *of)
{
    const assay_figure *a = of->of[0];
    return telling_of(of) && !a->group_count && !a->reference_group_count &&
           !of->beside && of->adjusted >= 0 && a->at_count &&
           !assay_comparison_has(a, "rank") &&
           !assay_comparison_has(a, "watchlist_size") &&
           !assay_comparison_has(a, "confidence");
}

const char *assay_comparison_name(assay_comparison *c, const assay_compared *of)
{
    const assay_figure *a = of->of[0];
    const char *name = a->name;
    for (size_t i = 0; name && i < a->at_count; i++) {
        const assay_at *at = &a->at[i];
        const double other = of->of[1]->at[i].value;
        const char *value = assay_spoken_value(arena_of(c), at->value);
        const char *second = assay_spoken_value(arena_of(c), other);
        if (!kept(c, value) || !kept(c, second)) return NULL;
        if (is(at->key, "achieved")) continue;
        const bool differ = at->value < other || at->value > other;
        name = assay_ledger_text(&c->ledger, "%s%s%s %s%s%s", name,
                                 i ? ", " : " at ", at->key, value,
                                 differ ? " and " : "", differ ? second : "");
    }
    for (size_t i = 0; name && i < a->group_count; i++)
        name = assay_ledger_text(&c->ledger, "%s, %s %s", name,
                                 a->group[i].attribute, a->group[i].value);
    return name;
}

static const char *range_of(assay_comparison *c, const assay_figure *figure,
                            uint64_t base)
{
    const assay_spoken rate = assay_spoken_of(figure);
    return kept(c, assay_spoken_range(arena_of(c), &rate, base));
}

static const char *words_of(assay_comparison *c, const assay_compared *of)
{
    if (of->verdict == ASSAY_CANNOT_TELL && !c->same)
        return "which is lower cannot be told";
    return assay_comparison_verdict(c, of);
}

// "FNMR at FMR 0.001: of 1,000 pairs of the same person A fails on 11 (7 to
// 17), B on 15 (10 to 22): A lower."
static void say_one(assay_comparison *c, const assay_compared *of)
{
    const telling *how = telling_of(of);
    const assay_figure *a = of->of[0], *b = of->of[1];
    const double most = a->value > b->value ? a->value : b->value;
    const uint64_t base = assay_spoken_base(most);
    const char *name = assay_comparison_name(c, of);
    const char *number = kept(c, assay_spoken_number(arena_of(c), base));
    const char *list =
        a->watchlist_size
            ? kept(c, assay_spoken_number(arena_of(c),
                                          (uint64_t)a->watchlist_size))
            : "";
    const char *x = range_of(c, a, base), *y = range_of(c, b, base);
    const char *verdict = words_of(c, of);
    if (!name || !number || !list || !x || !y || !verdict) return;
    say(c, ASSAY_IN_SHORT,
        assay_ledger_text(&c->ledger, "%s: of %s %s%s, A %s %s, B %s %s: %s.",
                          name, number, how->base, list, how->verb, x,
                          how->verb, y, verdict),
        of);
}

// How the verdicts on groups fall.
static void say_groups(assay_comparison *c)
{
    size_t all = 0, told[4] = {0, 0, 0, 0};
    for (size_t i = 0; i < c->count; i++) {
        const assay_compared *of = &c->figures[i];
        if (!of->of[0]->group_count || of->of[0]->reference_group_count ||
            of->beside || !telling_of(of) || !(of->adjusted >= 0))
            continue;
        all++;
        told[of->verdict]++;
    }
    if (!all) return;
    say(c, ASSAY_IN_SHORT,
        assay_ledger_text(&c->ledger,
                          "By group, of %zu figures: A lower in %zu, B lower "
                          "in %zu, equal in %zu; in %zu it cannot be told.",
                          all, told[ASSAY_A_LOWER], told[ASSAY_B_LOWER],
                          told[ASSAY_EQUAL], told[ASSAY_CANNOT_TELL]),
        NULL);
}

// How many times as many people would take 1 out of the interval of the ratio.
static double growth_of(const assay_compared *of)
{
    const assay_paired *r = &of->ratio;
    if (!(r->low > 0) || !(r->high > r->low)) return NAN;
    const double away = fabs(assay_log(r->value));
    const double half = 0.5 * (assay_log(r->high) - assay_log(r->low));
    return (half / away) * (half / away);
}

static void say_untold(assay_comparison *c, const assay_compared *of)
{
    const char *name = assay_comparison_name(c, of);
    const double growth = growth_of(of);
    const double times = growth < 10 ? ceil(growth * 10) / 10 : ceil(growth);
    const char *low = kept(c, assay_spoken_value(arena_of(c), of->ratio.low));
    if (!name || !low) return;
    say(c, ASSAY_CANNOT_BE_TOLD,
        assay_ledger_text(&c->ledger, "Which of both is lower in %s.", name),
        of);
    if (!(times > 1) || !(times < 1e4)) return;
    const char *number = kept(c, assay_spoken_value(arena_of(c), times));
    if (!number) return;
    say(c, ASSAY_TO_KNOW_IT,
        assay_ledger_text(&c->ledger,
                          "%s times as many people like these would show it, "
                          "if both stay as they are.",
                          number),
        of);
}

static void say_limits(assay_comparison *c)
{
    say(c, ASSAY_CANNOT_BE_TOLD,
        "What either system does on other people, cameras or lists: both were "
        "tried on these data alone.",
        NULL);
    say(c, ASSAY_TO_KNOW_IT, "Try both on those data.", NULL);
}

static void warn(assay_comparison *c, const assay_warning *warning)
{
    if (kept(c, warning->text)) assay_build_warning(c->result, warning);
}

// What of the figures a warning counts.
typedef struct tally {
    int64_t apart, by_person, few, alone;
} tally;

static tally count(const assay_comparison *c)
{
    tally t = {0, 0, 0, 0};
    for (size_t i = 0; i < c->count; i++) {
        const assay_compared *of = &c->figures[i];
        if (!of->method) continue;
        t.by_person += of->by_person;
        t.few += of->few_clusters;
        t.apart += strstr(of->method, "independent") != NULL;
    }
    return t;
}

static void warn_method(assay_comparison *c)
{
    const tally t = count(c);
    const bool unpaired = c->input->options->unpaired;
    if (unpaired)
        warn(c, &(assay_warning){
                    "unpaired", ASSAY_CHANGES_THE_READING,
                    "compared as if the data of both were independent "
                    "(--unpaired): what they share is not taken into account",
                    t.apart});
    if (!unpaired && t.apart)
        warn(c, &(assay_warning){
                    "compared_apart", ASSAY_LIMITS_IT,
                    "figures whose counts do not tie the systems together are "
                    "compared by both intervals: too wide where both err on "
                    "the same people",
                    t.apart});
    if (t.by_person)
        warn(c, &(assay_warning){
                    "pairs_cut", ASSAY_LIMITS_IT,
                    "a result keeps too few of the pairs that match: compared "
                    "by person alone, with wider intervals",
                    t.by_person});
    if (t.few)
        warn(c, &(assay_warning){
                    "few_clusters", ASSAY_LIMITS_IT,
                    "the difference rests on a handful of people: its interval "
                    "may be too narrow",
                    t.few});
}

static void warn_family(assay_comparison *c)
{
    static const char *const how[] = {
        "p-values are adjusted for their number (Holm)",
        "p-values are adjusted for their number (Benjamini and Hochberg)",
        "p-values are not adjusted for their number"};
    const assay_multiplicity m = c->input->options->multiplicity;
    const size_t all = c->family[0] + c->family[1];
    if (all < 2) return;
    warn(c,
         &(assay_warning){
             "multiplicity",
             m == ASSAY_MULTIPLICITY_NONE ? ASSAY_CHANGES_THE_READING
                                          : ASSAY_FOR_THE_RECORD,
             assay_ledger_text(&c->ledger,
                               "%zu main figures (FMR, FNMR, FPIR, FNIR, EER, "
                               "AUC) were tested together, and %zu others: "
                               "%s; intervals are those of each figure alone",
                               c->family[1], c->family[0], how[m]),
             (int64_t)all});
}

static bool states_consent(const assay_comparison *c)
{
    const assay_pairs *about = &c->input->options->common.about;
    for (size_t i = 0; i < about->count; i++)
        if (is(about->items[i].key, "consent")) return true;
    for (int s = 0; s < 2; s++) {
        size_t n = 0;
        const assay_fact *facts =
            assay_result_about(c->input->sides[s].result, &n);
        for (size_t i = 0; i < n; i++)
            if (is(facts[i].key, "consent")) return true;
    }
    return false;
}

static void warn_consent(assay_comparison *c)
{
    if (states_consent(c)) return;
    warn(c, &(assay_warning){"consent", ASSAY_FOR_THE_RECORD,
                             "The consent or licence under which these "
                             "people's data were used is not stated.",
                             -1});
}

// Those of searches, or of pairs, until enough are told.
static void say_some(assay_comparison *c, bool searches, size_t *said,
                     size_t *untold)
{
    for (size_t i = 0; i < c->count; i++) {
        const assay_compared *of = &c->figures[i];
        if (!is_told(of) || (of->of[0]->watchlist_size > 0) != searches)
            continue;
        if (said && (*said)++ < SHORT_MOST) say_one(c, of);
        if (untold && of->verdict == ASSAY_CANNOT_TELL &&
            (*untold)++ < UNTOLD_MOST)
            say_untold(c, of);
    }
}

// Of one result twice nothing is lower, and no number of people would tell.
static void say_same(assay_comparison *c)
{
    say(c, ASSAY_IN_SHORT,
        "A and B are the same results: every count of A is that of B. Nothing "
        "is compared.",
        NULL);
}

void assay_comparison_words(assay_comparison *c)
{
    size_t said = 0, untold = 0;
    if (c->same) say_same(c);
    say_some(c, true, &said, NULL);
    say_some(c, false, &said, NULL);
    if (!c->same) {
        say_groups(c);
        say_some(c, true, NULL, &untold);
        say_some(c, false, NULL, &untold);
    }
    say_limits(c);
    warn_method(c);
    warn_family(c);
    warn_consent(c);
}
