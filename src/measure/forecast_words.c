// SPDX-License-Identifier: Apache-2.0
// What may be said of a day, what may not, and what would tell it. Of figures
// alone (docs/words.md).
#include "base/figure_place.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/sentences.h"
#include "measure/teller.h"

#include <math.h>
#include <string.h>

enum { THRESHOLDS_TOLD = 2, LIMITS_TOLD = 1, GROUPS_TOLD = 4 };

// What the functions here share.
typedef struct telling {
    assay_teller to;
    assay_forecast *f;
} telling;

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static void say_cannot(const telling *t, const char *what, const char *how)
{
    assay_teller_say(&t->to, ASSAY_CANNOT_BE_TOLD, what, NULL);
    assay_teller_say(&t->to, ASSAY_TO_KNOW_IT, how, NULL);
}

// "495", "8.3", "0.17".
static const char *amount(const telling *t, double value)
{
    if (value >= 9.95) return assay_teller_whole(&t->to, value);
    return assay_teller_digits(&t->to, value, 2);
}

// "s", but of what is written as 1.
static const char *plural(const telling *t, double value)
{
    return is(amount(t, value), "1") ? "" : "s";
}

// "50,000 passages".
static const char *passages(const telling *t)
{
    const double n = t->f->options->passages;
    return assay_teller_text(&t->to, "%s passage%s",
                             assay_teller_whole(&t->to, n), n > 1 ? "s" : "");
}

static const char *level(const telling *t)
{
    const assay_spoken spoken = {.confidence = t->f->confidence};
    return assay_teller_sure(&t->to,
                             assay_spoken_level(&t->f->ledger.arena, &spoken));
}

static const char *digits(const telling *t, double value)
{
    return assay_teller_digits(&t->to, value, 9);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

// The figure of a name with the threshold, list size and (or NaN) prevalence.
static const assay_figure *find(const telling *t, const char *name,
                                const assay_figure *like, double prevalence)
{
    const assay_ledger *ledger = &t->f->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (is(one->name, name) && !one->group_count &&
            same_number(one->threshold, like->threshold) &&
            (is(name, "TPIR") || one->watchlist_size == like->watchlist_size) &&
            same_number(assay_figure_at(one, "prevalence"), prevalence))
            return one;
    }
    return NULL;
}

// ", with 1,000 on the list and threshold 0.57,".
static const char *under(const telling *t, const assay_figure *figure)
{
    const char *list =
        figure->watchlist_size > 0
            ? assay_teller_text(
                  &t->to, "with %s on the list",
                  assay_teller_whole(&t->to, (double)figure->watchlist_size))
            : "with the list of the test";
    if (isnan(figure->threshold))
        return assay_teller_text(&t->to, ", %s", list);
    return assay_teller_text(&t->to, ", %s and threshold %s", list,
                             digits(t, figure->threshold));
}

static bool is_beyond(const assay_figure *figure)
{
    return figure->note && strstr(figure->note, "beyond the test") != NULL;
}

// None in the test says little of a day: the most that fits leads.
static void say_none(const telling *t, const assay_figure *day)
{
    const assay_figure *expected = find(t, "wrong alerts expected", day, NAN);
    if (!expected || isnan(expected->high)) return;
    const bool more = day->high > expected->high + 1;
    const char *range =
        more ? assay_teller_text(&t->to, " (up to %s on such a day)",
                                 assay_teller_whole(&t->to, day->high))
             : "";
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "%st %s like those tested%s, at most %s "
                          "wrong alerts are to be expected%s: none came "
                          "in the test%s.",
                          is_beyond(day) ? "Beyond the test: a" : "A",
                          passages(t), under(t, day), amount(t, expected->high),
                          range, level(t)),
        day);
}

// Of alerts that nobody verified both ends lead.
static void say_bounded(const telling *t, const assay_figure *day,
                        const assay_figure *expected)
{
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(
            &t->to,
            "At %s like those tested%s, expect between %s and %s "
            "wrong alerts (%s to %s on such a day)%s: the less if all alerts "
            "that nobody verified were right, the more if none was.",
            passages(t), under(t, day), amount(t, expected->bounds[0]),
            amount(t, expected->bounds[1]),
            assay_teller_whole(&t->to, day->low),
            assay_teller_whole(&t->to, day->high), level(t)),
        day);
}

static void say_wrong(const telling *t, const assay_figure *day)
{
    const assay_figure *expected = find(t, "wrong alerts expected", day, NAN);
    const char *range =
        isnan(day->low)
            ? ""
            : assay_teller_text(&t->to, " (%s to %s on such a day)",
                                assay_teller_whole(&t->to, day->low),
                                assay_teller_whole(&t->to, day->high));
    if (expected && expected->bounds[0] < expected->bounds[1] &&
        !isnan(day->low)) {
        say_bounded(t, day, expected);
        return;
    }
    if (!(day->value > 0)) {
        say_none(t, day);
        return;
    }
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "%st %s like those tested%s, expect %s "
                          "wrong alert%s%s%s.",
                          is_beyond(day) ? "Beyond the test: a" : "A",
                          passages(t), under(t, day), amount(t, day->value),
                          plural(t, day->value), range, level(t)),
        day);
}

static void say_any(const telling *t, const assay_figure *day)
{
    const assay_figure *any = find(t, "days with a wrong alert", day, NAN);
    if (!any || !(any->value > 0) || !(any->value < 0.95)) return;
    if (any->high - any->low > 0.95) return; // says nothing
    const assay_spoken spoken = assay_spoken_of(any);
    const uint64_t base = assay_spoken_base(any->value);
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(
            &t->to, "Of %s such days, %s bring at least one wrong alert%s.",
            assay_teller_whole(&t->to, (double)base),
            assay_teller_sure(
                &t->to, assay_spoken_range(&t->f->ledger.arena, &spoken, base)),
            level(t)),
        any);
}

static const char *range_at(const telling *t, const assay_figure *share,
                            uint64_t base)
{
    const assay_spoken spoken = assay_spoken_of(share);
    return assay_teller_sure(
        &t->to, assay_spoken_range(&t->f->ledger.arena, &spoken, base));
}

// "97 (91 to 103)", "none (up to 25)".
static const char *range_or_none(const telling *t, const assay_figure *share,
                                 uint64_t base)
{
    if (share->value > 0 || isnan(share->high)) return range_at(t, share, base);
    return assay_teller_text(
        &t->to, "none (up to %s)",
        assay_teller_whole(&t->to, share->high * (double)base));
}

static void say_found(const telling *t, const assay_figure *day)
{
    const assay_figure *found = find(t, "TPIR", day, NAN);
    if (!found || isnan(found->value)) return;
    const uint64_t base = assay_spoken_base(found->value);
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(
            &t->to,
            "There, of %s passages by people on the list, %s raise the right "
            "alert%s.",
            assay_teller_whole(&t->to, (double)base),
            range_or_none(t, found, base), level(t)),
        found);
}

// "1 of 100,000 passages": a prevalence on the least power of ten.
static const char *listed(const telling *t, double prevalence)
{
    double base = 100;
    char text[32];
    while (base * prevalence < 0.99 && base < 1e15) base *= 10;
    text[assay_print_double(base * prevalence, 3, text)] = '\0';
    const bool one = text[0] == '1' && !text[1];
    return assay_teller_text(&t->to, "%s of every %s passages %s", text,
                             assay_teller_whole(&t->to, base),
                             one ? "is" : "are");
}

// Where no wrong alert came, or no right one, one end alone is known.
static const char *share_of(const telling *t, const assay_figure *share,
                            uint64_t base)
{
    const double of = (double)base;
    if (share->value < 1 && share->value > 0) return range_at(t, share, base);
    return assay_teller_text(
        &t->to, "%s %s", share->value > 0 ? "at least" : "at most",
        amount(t, of * (share->value > 0 ? share->low : share->high)));
}

// "; no wrong alert came in the test".
static const char *share_rests(const assay_figure *share)
{
    if (!(share->value < 1)) return ": no wrong alert came in the test";
    return share->value > 0 ? "" : ": no right alert came in the test";
}

static void say_share(const telling *t, const assay_figure *day)
{
    const assay_forecast *f = t->f;
    if (!f->prevalence_count) return;
    const double low = f->prevalences[0];
    const double high = f->prevalences[f->prevalence_count - 1];
    const assay_figure *a = find(t, "right alerts per alert", day, low);
    const assay_figure *b = find(t, "right alerts per alert", day, high);
    if (!a || !b || isnan(a->value) || isnan(b->value)) return;
    const bool one_end = !(a->value < 1) || !(a->value > 0);
    const uint64_t base = one_end ? 1000 : assay_spoken_base(a->value);
    if (one_end && isnan(a->low)) return;
    const char *more =
        a == b ? ""
               : assay_teller_text(&t->to, ", %s if %s", share_of(t, b, base),
                                   listed(t, high));
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "Of %s alerts there, %s are right if %s by people on "
                          "the list%s%s%s.",
                          assay_teller_whole(&t->to, (double)base),
                          share_of(t, a, base), listed(t, low), more,
                          share_rests(a), level(t)),
        a);
}

// "14 alerts an hour (12 to 15)", "at most 1,685 alerts an hour": of no event
// one end alone is known.
static const char *work_of(const telling *t, const assay_figure *work,
                           const char *unit, bool none)
{
    if (none)
        return assay_teller_text(&t->to, "at most %s %ss%s",
                                 amount(t, work->high), unit,
                                 is(unit, "hour") ? "" : " an hour");
    return assay_teller_text(
        &t->to, "%s %s%s%s (%s to %s)", amount(t, work->value), unit,
        plural(t, work->value), is(unit, "hour") ? "" : " an hour",
        amount(t, work->low), amount(t, work->high));
}

static void say_work(const telling *t, const assay_figure *day)
{
    const assay_forecast *f = t->f;
    const size_t n = f->prevalence_count;
    const double p = n ? f->prevalences[n - 1] : (double)NAN;
    const assay_figure *work = n ? find(t, "alerts per hour", day, p)
                                 : find(t, "wrong alerts per hour", day, NAN);
    const assay_figure *time = find(t, "hours with alerts", day, p);
    const bool none = !(day->value > 0);
    if (!work || isnan(work->value) || isnan(work->low)) return;
    const char *spent =
        time && !isnan(time->low)
            ? assay_teller_text(&t->to, "; with them officers spend %s",
                                work_of(t, time, "hour", none))
            : "";
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to, "In %s hour%s that is %s%s%s.",
                          amount(t, f->options->hours),
                          plural(t, f->options->hours),
                          work_of(t, work, n ? "alert" : "wrong alert", none),
                          spent, level(t)),
        work);
}

// ", where 97 (96 to 98) of 100 passages by people on the list raise the right
// alert".
static const char *found_there(const telling *t, const assay_figure *limit)
{
    const assay_figure *found = find(t, "TPIR", limit, NAN);
    if (!found || isnan(found->value)) return "";
    const uint64_t base = assay_spoken_base(found->value);
    return assay_teller_text(
        &t->to,
        ", where %s of %s passages by people on the list raise the "
        "right alert",
        range_or_none(t, found, base),
        assay_teller_whole(&t->to, (double)base));
}

static void say_limit(const telling *t, const assay_figure *limit)
{
    const bool size = is(limit->unit, "count");
    const char *day = assay_teller_text(
        &t->to, "At most %s wrong alerts on %s of 100 such days",
        digits(t, assay_figure_at(limit, "wrong_at_most")),
        amount(t, 100 * t->f->confidence));
    if (isnan(limit->value)) {
        assay_teller_say(
            &t->to, ASSAY_CANNOT_BE_TOLD,
            assay_teller_text(
                &t->to, "%s, %s%s%s: %s.", day,
                !size                     ? "with "
                : isnan(limit->threshold) ? "at the threshold of the test"
                                          : "at threshold ",
                size
                    ? isnan(limit->threshold) ? "" : digits(t, limit->threshold)
                    : assay_teller_whole(&t->to, (double)limit->watchlist_size),
                size ? "" : " on the list", limit->note ? limit->note : ""),
            limit);
        return;
    }
    if (size)
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(
                &t->to, "%s: at %s %s, with up to %s on the list.", day,
                isnan(limit->threshold) ? "the threshold of the" : "threshold",
                isnan(limit->threshold) ? "test" : digits(t, limit->threshold),
                assay_teller_whole(&t->to, limit->value)),
            limit);
    else
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(
                &t->to,
                "%s: with %s on the list, from threshold %s "
                "on%s.",
                day, assay_teller_whole(&t->to, (double)limit->watchlist_size),
                digits(t, limit->threshold), found_there(t, limit)),
            limit);
}

static void say_limits(const telling *t)
{
    const assay_ledger *ledger = &t->f->ledger;
    size_t said = 0;
    for (size_t i = 0; i < ledger->count && said < LIMITS_TOLD; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (isnan(assay_figure_at(one, "wrong_at_most"))) continue;
        const bool size = is(one->name, "watchlist size for the limit");
        if (size && t->f->options->thresholds.numbers.count != 1) continue;
        say_limit(t, one);
        said++;
    }
}

// "97 (91 to 103) in sex F".
static const char *of_group(const telling *t, const assay_figure *figure,
                            uint64_t base, const char *before)
{
    const assay_label *label = &figure->group[0];
    return assay_teller_text(
        &t->to, "%s%s%s in %s %s", before, before[0] ? ", " : "",
        range_or_none(t, figure, base), label->attribute, label->value);
}

// Groups of one attribute, at the threshold and list size of `day`.
static void say_groups(const telling *t, const assay_figure *day)
{
    const assay_ledger *ledger = &t->f->ledger;
    const assay_figure *first = NULL;
    const char *all = "";
    uint64_t base = 100;
    size_t n = 0;
    for (size_t i = 0; i < ledger->count && n < GROUPS_TOLD; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (!is(one->name, "FPIR") || one->group_count != 1 ||
            isnan(one->value) || isnan(one->low) ||
            !same_number(one->threshold, day->threshold) ||
            one->watchlist_size != day->watchlist_size)
            continue;
        if (first && !is(first->group[0].attribute, one->group[0].attribute))
            continue;
        if (!first)
            base = assay_spoken_base(one->value > 0 ? one->value : one->high);
        if (!first) first = one;
        all = of_group(t, one, base, all);
        n++;
    }
    if (n < 2) return;
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "There, of %s passages by people not on the list, "
                          "these raise a wrong alert: %s%s.",
                          assay_teller_whole(&t->to, (double)base), all,
                          level(t)),
        first);
}

static void say_made_up(const telling *t)
{
    const assay_ledger *ledger = &t->f->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (!is(one->name,
                "wrong alerts on a day of a list made up as given") ||
            isnan(one->value) || isnan(one->low))
            continue;
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(&t->to,
                              "With a list of %s and threshold %s, expect %s "
                              "wrong alerts (%s to %s on such a day)%s.",
                              one->note ? one->note : "",
                              digits(t, one->threshold), amount(t, one->value),
                              assay_teller_whole(&t->to, one->low),
                              assay_teller_whole(&t->to, one->high), level(t)),
            one);
        return;
    }
}

static void say_refused(const telling *t, const assay_figure *day)
{
    assay_teller_say(&t->to, ASSAY_CANNOT_BE_TOLD,
                     assay_teller_text(&t->to, "Wrong alerts%s: %s.",
                                       under(t, day),
                                       day->note ? day->note : ""),
                     day);
}

// The first figures of a day with a value, at the strictest thresholds.
static void say_days(const telling *t)
{
    const assay_ledger *ledger = &t->f->ledger;
    const assay_figure *main = NULL;
    size_t said = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (!is(one->name, "wrong alerts on a day")) continue;
        if (isnan(one->value)) {
            say_refused(t, one);
            continue;
        }
        const bool more = isnan(t->f->options->wrong_at_most);
        if (said++ >= (more ? THRESHOLDS_TOLD : 1)) continue;
        say_wrong(t, one);
        if (main) continue;
        main = one;
        say_any(t, one);
        say_found(t, one);
        say_share(t, one);
        say_work(t, one);
        say_groups(t, one);
    }
}

static void say_untold(const telling *t)
{
    const assay_forecast *f = t->f;
    if (!f->prevalence_count)
        say_cannot(t,
                   "How many alerts are right: what share of the passages is "
                   "by people on the list is not given.",
                   "That share, or a range of it: --prevalence 1e-5..1e-3. No "
                   "test of volunteers tells it.");
    else
        say_cannot(t,
                   "Whether that share of passages by people on the list is "
                   "so: it was given, not measured.",
                   "Right alerts of a day divided by the share found: it takes "
                   "both, from the street and from a trial there.");
    if (!isnan(f->options->wrong_at_most) && !f->input->searches)
        say_cannot(t,
                   "Whether a threshold or a list size between those of the "
                   "result keeps the limit: it keeps no searches.",
                   "The same evaluation with more of them: --threshold, "
                   "--watchlist-size; or a result of assay templates or assay "
                   "candidates that keeps its counts.");
    if (is(assay_result_evaluation(f->input->from), "identification"))
        say_cannot(t,
                   "What a street adds: no camera, light, crowd or missed face "
                   "is in these searches.",
                   "A trial with volunteers in that street: assay alerts.");
    say_cannot(t,
               "Days with another crowd, other cameras or another kind of "
               "list: the forecast is of passages like those tested.",
               "The same test with them.");
}

void assay_forecast_words(assay_forecast *f, assay_result *result)
{
    const telling t = {{&f->ledger, result}, f};
    say_days(&t);
    say_made_up(&t);
    say_limits(&t);
    say_untold(&t);
}
