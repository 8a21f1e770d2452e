/* SPDX-License-Identifier: Apache-2.0 */
/* What the threads of a storm do to a connection, and what came of it. */
#ifndef SUBFLOW_STORM_H
#define SUBFLOW_STORM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/* A thread, and the call it is in. */
struct worker {
	struct dice dice;
	bool connects; /* else it accepts */
	_Atomic int64_t called; /* when its call began, 0 outside of calls */
	const char *_Atomic call;
};

struct tally {
	_Atomic uint64_t connections, refused, bytes, aborts, strangers, wrong;
};

extern struct tally storm_tally;
extern atomic_bool storm_over;

/* A number from 0 to sides - 1. */
uint32_t roll(struct dice *dice, uint32_t sides);

/* To be said around a call that may block, so that one that does not return is seen. */
void call_begins(struct worker *worker, const char *call);
void call_ends(struct worker *worker);

/* No read and no write of a socket takes longer than 0.2 s. */
void bound_waiting(int fd);

/* Uses a connection in random order, and closes it. */
void converse(struct worker *worker, int fd);

#endif
