// SPDX-License-Identifier: Apache-2.0
// A ring of blocks between the caller, who fills, and the thread, who hashes:
//
//     block  [hashing] [filled] [filling] [free]
//             tail               head
//
// `filled` counts the blocks handed over and not yet hashed. The caller alone
// moves head, the thread alone tail; the mutex guards `filled` and `done`.
#include "base/digest.h"

#include "base/alloc.h"

#include <pthread.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 1 << 18, BLOCKS = 4, BYTES = ASSAY_DIGEST_HEX / 2, ALIGN = 64 };

typedef struct block {
    size_t used;
    unsigned char bytes[BLOCK];
} block;

struct assay_digest {
    bool threaded;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    block *ring;   // BLOCKS of them
    size_t head;   // the block being filled
    size_t filled; // blocks
    bool done;     // nothing more comes
    crypto_generichash_state *state;
    unsigned char room[sizeof(crypto_generichash_state) + ALIGN];
};

static void *hash_blocks(void *context)
{
    assay_digest *digest = context;
    size_t tail = 0;
    (void)pthread_mutex_lock(&digest->mutex);
    for (;;) {
        while (!digest->filled && !digest->done)
            (void)pthread_cond_wait(&digest->changed, &digest->mutex);
        if (!digest->filled) break;
        (void)pthread_mutex_unlock(&digest->mutex);
        const block *b = &digest->ring[tail];
        (void)crypto_generichash_update(digest->state, b->bytes, b->used);
        tail = (tail + 1) % BLOCKS;
        (void)pthread_mutex_lock(&digest->mutex);
        digest->filled--;
        (void)pthread_cond_signal(&digest->changed);
    }
    (void)pthread_mutex_unlock(&digest->mutex);
    return NULL;
}

// Without memory for the ring or without a thread the caller hashes.
static bool start_thread(assay_digest *digest)
{
    digest->ring = assay_new(0, BLOCKS, sizeof *digest->ring);
    if (!digest->ring) return false;
    (void)pthread_mutex_init(&digest->mutex, NULL);
    (void)pthread_cond_init(&digest->changed, NULL);
    if (pthread_create(&digest->thread, NULL, hash_blocks, digest) == 0)
        return true;
    (void)pthread_cond_destroy(&digest->changed);
    (void)pthread_mutex_destroy(&digest->mutex);
    return false;
}

assay_digest *assay_digest_new(bool threaded)
{
    if (sodium_init() < 0) return NULL;
    assay_digest *digest = assay_new(sizeof *digest, 0, 0);
    if (!digest) return NULL;
    const size_t past = (uintptr_t)digest->room % ALIGN;
    void *aligned = digest->room + (ALIGN - past) % ALIGN;
    digest->state = aligned;
    (void)crypto_generichash_init(digest->state, NULL, 0, BYTES);
    digest->threaded = threaded && start_thread(digest);
    return digest;
}

// Hands the block at the head over and waits for the next to be free.
static void hand_over(assay_digest *digest)
{
    (void)pthread_mutex_lock(&digest->mutex);
    digest->filled++;
    (void)pthread_cond_signal(&digest->changed);
    while (digest->filled == BLOCKS)
        (void)pthread_cond_wait(&digest->changed, &digest->mutex);
    (void)pthread_mutex_unlock(&digest->mutex);
    digest->head = (digest->head + 1) % BLOCKS;
    digest->ring[digest->head].used = 0;
}

void assay_digest_add(assay_digest *digest, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;
    if (!digest->threaded) {
        if (n) (void)crypto_generichash_update(digest->state, from, n);
        return;
    }
    while (n) {
        block *b = &digest->ring[digest->head];
        const size_t part = n < BLOCK - b->used ? n : BLOCK - b->used;
        memcpy(b->bytes + b->used, from, part);
        b->used += part;
        from += part;
        n -= part;
        if (b->used == BLOCK) hand_over(digest);
    }
}

static void end_thread(assay_digest *digest)
{
    if (!digest->threaded) return;
    if (digest->ring[digest->head].used) hand_over(digest);
    (void)pthread_mutex_lock(&digest->mutex);
    digest->done = true;
    (void)pthread_cond_signal(&digest->changed);
    (void)pthread_mutex_unlock(&digest->mutex);
    (void)pthread_join(digest->thread, NULL);
    (void)pthread_cond_destroy(&digest->changed);
    (void)pthread_mutex_destroy(&digest->mutex);
    digest->threaded = false;
}

void assay_digest_end(assay_digest *digest, char hex[ASSAY_DIGEST_HEX + 1])
{
    unsigned char bytes[BYTES];
    end_thread(digest);
    (void)crypto_generichash_final(digest->state, bytes, sizeof bytes);
    (void)sodium_bin2hex(hex, ASSAY_DIGEST_HEX + 1, bytes, sizeof bytes);
}

void assay_digest_short(const void *bytes, size_t n,
                        unsigned char digest[ASSAY_DIGEST_SHORT])
{
    (void)crypto_generichash(digest, ASSAY_DIGEST_SHORT, bytes, n, NULL, 0);
}

void assay_digest_free(assay_digest *digest)
{
    if (!digest) return;
    end_thread(digest);
    assay_free(digest->ring);
    assay_free(digest);
}
