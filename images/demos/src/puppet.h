/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a puppet can be told to do with a socket. Each function returns 0, or -1 with errno set,
 * and appends what it has to tell to the answer: `,"name":value` for each item.
 */
#ifndef SUBFLOW_PUPPET_H
#define SUBFLOW_PUPPET_H

#include "net.h"
#include "payload.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A socket and how far the streams of both directions have come. */
struct puppet {
	int fd;
	struct payload sent;
	struct payload received;
};

/* Sets an option, such as SO_MARK, to a number or, where it takes one, a word. */
int option_set(int fd, const char *name, const char *value, FILE *answer);
int option_get(int fd, const char *name, FILE *answer);

/* What MPTCP_INFO, MPTCP_TCPINFO, MPTCP_SUBFLOW_ADDRS and MPTCP_FULL_INFO say. */
int tell_info(int fd, FILE *answer);

/*
 * Sends the next bytes of the stream by "write", "eor", "sendfile", "splice", "mmap", by "bits" of
 * 100 bytes, or "now", which is one call that waits for nothing.
 */
int send_by(struct puppet *puppet, const char *how, size_t bytes, FILE *answer);

/* Connects by a call that also sends: MSG_FASTOPEN. */
int send_with_syn(struct puppet *puppet, const struct address *to, size_t bytes,
		  FILE *answer);

/*
 * Receives bytes by "read", "peek", "peekall", "splice" or "inq", and checks that they are
 * the next of the stream; fewer than asked for when the peer ends. "now" and "trunc" are one call
 * that waits for nothing.
 */
int receive_by(struct puppet *puppet, const char *how, size_t bytes,
	       FILE *answer);

/* What poll says now, such as "IN OUT". */
int tell_events(int fd, FILE *answer);

/* Bytes that wait to be read, to be acknowledged, and to be sent: SIOCINQ, SIOCOUTQ, SIOCOUTQNSD. */
int tell_queues(int fd, FILE *answer);

/* Whether calls wait: O_NONBLOCK. */
int set_blocking(int fd, bool blocking);

/* How many bytes there were, and their SHA-256. */
void tell_hash(const unsigned char *data, size_t length, FILE *answer);

#endif
