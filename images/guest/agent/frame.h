/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_FRAME_H
#define SUBFLOW_FRAME_H

#include "protocol.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame {
	uint8_t type;
	uint8_t flags;
	uint32_t id;
	uint32_t len;
	const uint8_t *payload; /* in the decoder's buffer, until it is fed again */
};

/* Finds frames in a stream that may hold garbage; holds at most what `data` holds. */
struct decoder {
	size_t head;
	size_t tail;
	uint64_t skipped; /* bytes that were no part of a frame */
	uint8_t data[2 * (FRAME_HEADER + FRAME_PAYLOAD_MAX)];
};

/* Where to put the next bytes of the stream, and how many fit (always some). */
uint8_t *decoder_space(struct decoder *d, size_t *room);
/* `n` bytes were put there. */
void decoder_fed(struct decoder *d, size_t n);
/* Takes the next whole frame; false when more bytes are needed. */
bool decoder_next(struct decoder *d, struct frame *f);

/* The stream has ended: what is there will never become a frame. */
void decoder_give_up(struct decoder *d);

/* Writes the header for a payload that already stands behind it. */
void frame_seal(uint8_t *at, uint8_t type, uint8_t flags, uint32_t id, uint32_t len);

#endif
