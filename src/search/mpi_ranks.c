// SPDX-License-Identifier: Apache-2.0
#include "search/mpi_ranks.h"

#include "base/alloc.h"

#if defined ASSAY_HAVE_MPI

#include <mpi.h>

// The first rank says before each transfer whether it has room and still wants
// it, so that nobody is left waiting where it failed.
enum { CHUNK = 1 << 30, TAG = 7, STOP = 0, GO = 1 };

static assay_status fail(const char *what, assay_error *err)
{
    return assay_fail(err, ASSAY_EREAD, "MPI: %s failed", what);
}

assay_status assay_ranks_join(assay_ranks *ranks, assay_error *err)
{
    int rank = 0;
    int count = 1;
    int level = 0;
    *ranks = (assay_ranks){0, 1};
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level) !=
            MPI_SUCCESS ||
        MPI_Comm_rank(MPI_COMM_WORLD, &rank) != MPI_SUCCESS ||
        MPI_Comm_size(MPI_COMM_WORLD, &count) != MPI_SUCCESS)
        return fail("joining the ranks", err);
    *ranks = (assay_ranks){(unsigned)rank, (unsigned)count};
    return ASSAY_OK;
}

// What the rank that failed says: mpirun may end it before it has said so.
static assay_status tell_all(const assay_ranks *ranks, int first,
                             assay_status mine, assay_error *err)
{
    char text[sizeof err->reason];
    assay_error told = {0};
    const bool speaks = first == (int)ranks->rank;
    if (speaks && err) told = *err;
    const int sent =
        MPI_Bcast(&told, (int)sizeof told, MPI_BYTE, first, MPI_COMM_WORLD);
    if (mine != ASSAY_OK) return mine;
    if (sent != MPI_SUCCESS) return fail("hearing from the ranks", err);
    return assay_fail(err, told.status,
                      "rank %d failed: %s; with --checkpoint, the same command "
                      "and --resume goes on from there",
                      first, assay_error_text(&told, text, sizeof text));
}

assay_status assay_ranks_agree(const assay_ranks *ranks, assay_status mine,
                               assay_error *err)
{
    const int me = mine == ASSAY_OK ? (int)ranks->count : (int)ranks->rank;
    int first = me;
    if (ranks->count == 1) return mine;
    if (MPI_Allreduce(&me, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD) !=
        MPI_SUCCESS)
        return mine == ASSAY_OK ? fail("hearing from the ranks", err) : mine;
    if (first == (int)ranks->count) return mine;
    return tell_all(ranks, first, mine, err);
}

static int part_of(size_t left)
{
    return left < CHUNK ? (int)left : CHUNK;
}

static assay_status send_all(const unsigned char *bytes, size_t size,
                             assay_error *err)
{
    const unsigned long long n = size;
    if (MPI_Send(&n, 1, MPI_UNSIGNED_LONG_LONG, 0, TAG, MPI_COMM_WORLD) !=
        MPI_SUCCESS)
        return fail("sending", err);
    int word = STOP;
    if (MPI_Recv(&word, 1, MPI_INT, 0, TAG, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE) != MPI_SUCCESS)
        return fail("receiving", err);
    for (size_t at = 0; word == GO && at < size; at += CHUNK)
        if (MPI_Send(bytes + at, part_of(size - at), MPI_BYTE, 0, TAG,
                     MPI_COMM_WORLD) != MPI_SUCCESS)
            return fail("sending", err);
    return ASSAY_OK;
}

static assay_status say(unsigned rank, int word, assay_error *err)
{
    return MPI_Send(&word, 1, MPI_INT, (int)rank, TAG, MPI_COMM_WORLD) ==
                   MPI_SUCCESS
               ? ASSAY_OK
               : fail("sending", err);
}

static assay_status hear_size(unsigned rank, size_t *size, assay_error *err)
{
    unsigned long long n = 0;
    if (MPI_Recv(&n, 1, MPI_UNSIGNED_LONG_LONG, (int)rank, TAG, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE) != MPI_SUCCESS)
        return fail("receiving", err);
    *size = (size_t)n;
    return ASSAY_OK;
}

static assay_status receive(unsigned rank, unsigned char **bytes, size_t *size,
                            assay_error *err)
{
    ASSAY_TRY(hear_size(rank, size, err));
    *bytes = assay_new(0, *size, 1);
    if (!*bytes) {
        (void)say(rank, STOP, err);
        return assay_fail_memory(err, "what a rank found");
    }
    ASSAY_TRY(say(rank, GO, err));
    for (size_t at = 0; at < *size; at += CHUNK)
        if (MPI_Recv(*bytes + at, part_of(*size - at), MPI_BYTE, (int)rank, TAG,
                     MPI_COMM_WORLD, MPI_STATUS_IGNORE) != MPI_SUCCESS)
            return fail("receiving", err);
    return ASSAY_OK;
}

// The failure is told already.
static void send_away(unsigned rank)
{
    assay_error err;
    size_t size = 0;
    if (hear_size(rank, &size, &err) == ASSAY_OK) (void)say(rank, STOP, &err);
}

assay_status assay_ranks_gather(const assay_ranks *ranks,
                                const unsigned char *bytes, size_t size,
                                assay_ranks_take *take, void *context,
                                assay_error *err)
{
    if (ranks->rank) return send_all(bytes, size, err);
    assay_status status = ASSAY_OK;
    for (unsigned r = 1; r < ranks->count; r++) {
        size_t n = 0;
        ASSAY_AUTO(assay_drop) unsigned char *theirs = NULL;
        if (status != ASSAY_OK) {
            send_away(r);
            continue;
        }
        status = receive(r, &theirs, &n, err);
        if (status == ASSAY_OK) status = take(context, theirs, n, err);
    }
    return status;
}

void assay_ranks_leave(const assay_ranks *ranks)
{
    (void)ranks;
    (void)MPI_Finalize();
}

#else

assay_status assay_ranks_join(assay_ranks *ranks, assay_error *err)
{
    *ranks = (assay_ranks){0, 1};
    return assay_fail(err, ASSAY_EUSAGE,
                      "this program was built without MPI: run it without "
                      "mpirun, or split the search with --shard i/n");
}

assay_status assay_ranks_agree(const assay_ranks *ranks, assay_status mine,
                               assay_error *err)
{
    (void)ranks;
    (void)err;
    return mine;
}

assay_status assay_ranks_gather(const assay_ranks *ranks,
                                const unsigned char *bytes, size_t size,
                                assay_ranks_take *take, void *context,
                                assay_error *err)
{
    (void)ranks;
    (void)bytes;
    (void)size;
    (void)take;
    (void)context;
    (void)err;
    return ASSAY_OK;
}

void assay_ranks_leave(const assay_ranks *ranks)
{
    (void)ranks;
}

#endif
