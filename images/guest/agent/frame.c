// SPDX-License-Identifier: Apache-2.0
#include "frame.h"

#include "bytes.h"
#include "crc32.h"

#include <string.h>

static uint16_t header_check(const uint8_t *header)
{
	return (uint16_t)crc32(crc32(0, header, 6), header + 8, 8);
}

uint8_t *decoder_space(struct decoder *d, size_t *room)
{
	if (d->head == d->tail)
		d->head = d->tail = 0;
	if (sizeof(d->data) - d->tail < sizeof(d->data) / 4) {
		memmove(d->data, d->data + d->head, d->tail - d->head);
		d->tail -= d->head;
		d->head = 0;
	}
	*room = sizeof(d->data) - d->tail;
	return d->data + d->tail;
}

void decoder_fed(struct decoder *d, size_t n)
{
	d->tail += n;
}

static void skip_to(struct decoder *d, size_t head)
{
	d->skipped += head - d->head;
	d->head = head;
}

/* Moves to the next byte that may begin a frame; false when there is none. */
static bool find_magic(struct decoder *d)
{
	while (d->head < d->tail) {
		const uint8_t *at = d->data + d->head;
		const uint8_t *hit = memchr(at, FRAME_MAGIC >> 24, d->tail - d->head);

		if (!hit) {
			skip_to(d, d->tail);
			return false;
		}
		skip_to(d, (size_t)(hit - d->data));
		if (d->tail - d->head < 4 || load32(hit) == FRAME_MAGIC)
			return true;
		skip_to(d, d->head + 1);
	}
	return false;
}

bool decoder_next(struct decoder *d, struct frame *f)
{
	while (find_magic(d)) {
		const uint8_t *at = d->data + d->head;
		size_t have = d->tail - d->head;

		if (have < FRAME_HEADER)
			return false;
		f->type = at[4];
		f->flags = at[5];
		f->id = load32(at + 8);
		f->len = load32(at + 12);
		f->payload = at + FRAME_HEADER;
		if (f->len <= FRAME_PAYLOAD_MAX && load16(at + 6) == header_check(at)) {
			if (have < FRAME_HEADER + f->len)
				return false;
			if (crc32(crc32(0, at, 16), f->payload, f->len) == load32(at + 16)) {
				d->head += FRAME_HEADER + f->len;
				return true;
			}
		}
		skip_to(d, d->head + 1);
	}
	return false;
}

void decoder_give_up(struct decoder *d)
{
	skip_to(d, d->tail);
}

void frame_seal(uint8_t *at, uint8_t type, uint8_t flags, uint32_t id, uint32_t len)
{
	store32(at, FRAME_MAGIC);
	at[4] = type;
	at[5] = flags;
	store32(at + 8, id);
	store32(at + 12, len);
	store16(at + 6, header_check(at));
	store32(at + 16, crc32(crc32(0, at, 16), at + FRAME_HEADER, len));
}
