// SPDX-License-Identifier: Apache-2.0
// The only state that a process has beside its task: which signal came, and
// what stands on the last line of the terminal.
#include "watcher.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t caught; // the signal; 0: none
static volatile sig_atomic_t is_clean;
static volatile sig_atomic_t caught_at; // the second in which it came

// What the watch shows.
typedef struct progress {
    bool shows;
    bool shown;   // a line stands there now
    double began; // this stage, in seconds
    double told;
    const char *stage;
    uint64_t first; // `done` when this stage began
    uint64_t last;  // `done` when last seen; less than before: it starts again
} progress;

static progress on_screen;

static void end_by(int number)
{
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

// Of one Ctrl-C there may be two signals; who asks again later means it.
static void catch_signal(int number)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    const sig_atomic_t second = (sig_atomic_t)now.tv_sec;
    if (caught && second - caught_at > 1) end_by(number);
    if (caught) return;
    caught = number;
    caught_at = second;
    if (is_clean) (void)alarm(1);
}

static void catch_alarm(int number)
{
    (void)number;
    if (caught && is_clean) end_by(caught);
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

// Who was started with SIGINT ignored (nohup, `&`) keeps it so.
static bool is_ignored(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void cli_signals_start(void)
{
    if (!is_ignored(SIGINT)) handle(SIGINT, catch_signal);
    if (!is_ignored(SIGTERM)) handle(SIGTERM, catch_signal);
    handle(SIGALRM, catch_alarm);
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN);
}

void cli_signals_clean(bool clean)
{
    is_clean = clean;
    if (clean && caught) (void)alarm(1);
}

bool cli_stopped(void)
{
    return caught != 0;
}

_Noreturn void cli_stop_now(void)
{
    const int number = caught ? caught : SIGINT;
    cli_progress_end();
    end_by(number);
    _exit(128 + number); // it was blocked
}

static double seconds(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// "4.20 G" of 4,200,000,000.
static const char *scaled(double value, char text[16])
{
    static const char units[] = " kMGTP";
    size_t unit = 0;
    while (value >= 999.5 && unit + 2 < sizeof units) {
        value /= 1000;
        unit++;
    }
    const int digits = !unit || value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2;
    if (unit)
        (void)snprintf(text, 16, "%.*f %c", digits, value, units[unit]);
    else
        (void)snprintf(text, 16, "%.0f", value);
    return text;
}

static void show_left(double left, char text[32])
{
    if (left < 90)
        (void)snprintf(text, 32, ", %.0f s left", left + 0.5);
    else if (left < 5400)
        (void)snprintf(text, 32, ", %.0f min left", left / 60 + 0.5);
    else
        (void)snprintf(text, 32, ", %.1f h left", left / 3600);
}

static void show(progress *p, double now, uint64_t done, uint64_t total)
{
    char so_far[16], all[16], speed[16];
    char share[48] = "", left[32] = "";
    const double passed = now - p->began;
    const double rate =
        passed > 0 && done > p->first ? (double)(done - p->first) / passed : 0;
    const bool known = total > 0 && done <= total;
    if (known)
        (void)snprintf(share, sizeof share, " of %s  %2.0f %%",
                       scaled((double)total, all),
                       100 * (double)done / (double)total);
    if (known && rate > 0 && passed > 1)
        show_left((double)(total - done) / rate, left);
    (void)fprintf(stderr, "\r\033[K%.24s  %s%s", p->stage,
                  scaled((double)done, so_far), share);
    if (rate > 0)
        (void)fprintf(stderr, "  %s a second%s", scaled(rate, speed), left);
    (void)fflush(stderr);
    p->shown = true;
}

static bool tick(void *context, const char *stage, uint64_t done,
                 uint64_t total)
{
    progress *p = context;
    if (caught) return false;
    if (!p->shows) return true;
    const double now = seconds();
    if (!p->stage || strcmp(stage, p->stage) != 0 || done < p->last) {
        p->stage = stage;
        p->began = now;
        p->first = done;
    }
    p->last = done;
    if (now - p->told < 0.1) return true;
    p->told = now;
    show(p, now, done, total);
    return true;
}

assay_watch cli_watch(bool quiet)
{
    const char *terminal = getenv("TERM");
    const bool dumb = !terminal || strcmp(terminal, "dumb") == 0;
    on_screen.shows = !quiet && !dumb && isatty(STDERR_FILENO);
    on_screen.told = seconds() + 0.4; // what is quick shows nothing
    return (assay_watch){.context = &on_screen, .tick = tick};
}

void cli_progress_end(void)
{
    if (!on_screen.shown) return;
    on_screen.shown = false;
    (void)fputs("\r\033[K", stderr);
    (void)fflush(stderr);
}
