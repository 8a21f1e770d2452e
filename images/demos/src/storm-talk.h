/* SPDX-License-Identifier: Apache-2.0 */
/* One connection of a storm, and what is rarely done to one. */
#ifndef SUBFLOW_STORM_TALK_H
#define SUBFLOW_STORM_TALK_H

#include "payload.h"
#include "storm.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PIECE_MAX 16384

struct talk {
	int fd;
	bool careless; /* both ends let several write at once, and check nothing */
	bool may_differ; /* others read it, too */
	uint64_t read;
	struct payload sent;
	struct payload received;
};

/* Compares what came with what was due; bytes that were only looked at stay due. */
void check(struct talk *talk, const unsigned char *came, size_t length, bool stays);

/* Sends the descriptor to itself, and goes on with the copy that comes. */
void do_pass(struct worker *worker, struct talk *talk);

/* Sends from a file, or takes into a pipe. */
void do_splice(struct worker *worker, struct talk *talk);

/* Waits for events. */
void do_epoll(struct worker *worker, struct talk *talk);

/* Calls that make no sense on a connection; none changes what comes. */
void do_nonsense(struct worker *worker, struct talk *talk);

#endif
