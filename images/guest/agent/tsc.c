// SPDX-License-Identifier: Apache-2.0
#include "tsc.h"

#include <stdint.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

#define TRIES 20
#define WINDOW_NS 30000000

struct moment {
	uint64_t tsc;
	uint64_t ns;
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Both clocks at once: of several tries the one in which least time went by between readings. */
static struct moment now(void)
{
	struct moment best = { 0, 0 };
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t before = __rdtsc();
		uint64_t ns = now_ns();
		uint64_t after = __rdtsc();

		if (after - before < least) {
			least = after - before;
			best = (struct moment){ before + least / 2, ns };
		}
	}
	return best;
}

unsigned long tsc_khz(void)
{
	struct timespec window = { 0, WINDOW_NS };
	struct moment begin = now();

	nanosleep(&window, NULL);
	struct moment end = now();

	return (unsigned long)((end.tsc - begin.tsc) * 1000000 / (end.ns - begin.ns));
}
#else
unsigned long tsc_khz(void)
{
	return 0;
}
#endif
