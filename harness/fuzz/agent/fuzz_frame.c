// SPDX-License-Identifier: Apache-2.0
/* The agent's decoder, given a stream in pieces: the first byte of the input says how long they are. */
#include "../../../images/guest/agent/frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct decoder decoder;
	size_t step = size ? (size_t)data[0] + 1 : 1;
	uint64_t taken = 0;

	memset(&decoder, 0, sizeof(decoder));
	for (size_t at = 0; at < size;) {
		size_t room, n = size - at < step ? size - at : step;
		uint8_t *space = decoder_space(&decoder, &room);
		struct frame f;

		if (room == 0)
			abort();
		if (n > room)
			n = room;
		memcpy(space, data + at, n);
		decoder_fed(&decoder, n);
		at += n;
		while (decoder_next(&decoder, &f)) {
			if (f.len > FRAME_PAYLOAD_MAX)
				abort();
			taken += FRAME_HEADER + f.len;
		}
	}
	decoder_give_up(&decoder);
	if (taken + decoder.skipped > size)
		abort();
	return 0;
}
