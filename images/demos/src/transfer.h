/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves a payload that both ends can compute. The receiver answers with the SHA-256 of what
 * arrived, so either end knows whether it arrived intact, and when.
 */
#ifndef SUBFLOW_TRANSFER_H
#define SUBFLOW_TRANSFER_H

#include "net.h"
#include "sha256.h"

struct flow {
	bool send;
	bool listen;
	bool hold;
	bool wait;
	bool bytes_given;
	bool seed_given;
	const char *host;
	uint16_t port;
	uint64_t bytes;
	uint64_t seed;
	uint64_t rate;
	uint64_t pause_at;
	struct socket_options socket;
};

/* The times are of the monotonic clock, in nanoseconds. */
struct outcome {
	uint64_t bytes;
	int64_t started;
	int64_t ended;
	bool intact;
	unsigned char sha256[SHA256_SIZE];
};

/*
 * Sends the payload at the flow's rate and waits for the receiver's word. Where the flow
 * waits, what comes before the payload is sent, and the rest when a line comes on stdin; where it
 * pauses, another line lets it go on.
 */
struct outcome send_payload(int fd, const struct flow *flow);

/* Receives what the sender announces, until it is complete or the sender ends. */
struct outcome receive_payload(int fd, const struct flow *flow);

/* Reads until the buffer is full or the peer ends; returns how much came. */
size_t receive_all(int fd, unsigned char *data, size_t length);

#endif
