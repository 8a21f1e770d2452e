// SPDX-License-Identifier: Apache-2.0
#include "tx.h"

#include "bytes.h"
#include "frame.h"
#include "protocol.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define OUTPUT_MAX (32u << 10)
#define OUTPUT_MIN (4u << 10)

static uint8_t data[TX_SIZE];
static size_t head, tail;

static size_t room(void)
{
	return sizeof(data) - (tail - head);
}

bool tx_fits_answer(void)
{
	return room() >= TX_ANSWER_MAX + FRAME_HEADER;
}

size_t tx_fits_output(void)
{
	size_t free = room();

	if (free < TX_RESERVE + FRAME_HEADER + OUTPUT_MIN)
		return 0;
	free -= TX_RESERVE + FRAME_HEADER;
	return free < OUTPUT_MAX ? free : OUTPUT_MAX;
}

uint8_t *tx_payload(void)
{
	if (sizeof(data) - tail < TX_ANSWER_MAX + FRAME_HEADER) {
		memmove(data, data + head, tail - head);
		tail -= head;
		head = 0;
	}
	return data + tail + FRAME_HEADER;
}

void tx_commit(uint8_t type, uint32_t id, size_t len)
{
	frame_seal(data + tail, type, 0, id, (uint32_t)len);
	tail += FRAME_HEADER + len;
}

void tx_frame(uint8_t type, uint32_t id, const void *payload, size_t len)
{
	if (len)
		memcpy(tx_payload(), payload, len);
	else
		tx_payload();
	tx_commit(type, id, len);
}

void tx_error(uint32_t id, int error, const char *format, ...)
{
	char *payload = (char *)tx_payload();
	va_list args;

	store32(payload, (uint32_t)error);
	va_start(args, format);
	vsnprintf(payload + 4, 4096, format, args);
	va_end(args);
	tx_commit(MSG_ERROR, id, 4 + strlen(payload + 4) + 1);
}

bool tx_pending(void)
{
	return head < tail;
}

int tx_flush(int fd)
{
	while (head < tail) {
		ssize_t n = write(fd, data + head, tail - head);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -1;
		if (n == 0)
			return 0;
		head += (size_t)n;
	}
	head = tail = 0;
	return 0;
}
