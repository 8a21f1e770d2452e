/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a puppet can be told to do with a socket. Each function returns 0, or -1 with errno set,
 * and appends what it has to tell to the answer: `,"name":value` for each item.
 */
#ifndef SUBFLOW_PUPPET_H
#define SUBFLOW_PUPPET_H

#include "payload.h"

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

/* Sends the next bytes of the stream by "write", "eor", "sendfile", "splice" or "mmap". */
int send_by(struct puppet *puppet, const char *how, size_t bytes, FILE *answer);

/*
 * Receives bytes by "read", "peek", "peekall", "splice" or "inq", and checks that they are the
 * next of the stream; fewer than asked for when the peer ends.
 */
int receive_by(struct puppet *puppet, const char *how, size_t bytes,
	       FILE *answer);

/* How many bytes there were, and their SHA-256. */
void tell_hash(const unsigned char *data, size_t length, FILE *answer);

#endif
