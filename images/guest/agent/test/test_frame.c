// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "../bytes.h"
#include "../crc32.h"
#include "../frame.h"

#define FUZZ_ROUNDS 300
#define FRAMES_PER_ROUND 20

static struct decoder decoder;

static void reset(void)
{
	memset(&decoder, 0, sizeof(decoder));
}

/* Feeds all bytes, `step` at a time, and calls back for each frame. */
static int feed(const uint8_t *data, size_t len, size_t step, void (*seen)(const struct frame *))
{
	int frames = 0;

	while (len) {
		struct frame f;
		size_t room, n = len < step ? len : step;
		uint8_t *space = decoder_space(&decoder, &room);

		CHECK(room > 0);
		if (n > room)
			n = room;
		memcpy(space, data, n);
		decoder_fed(&decoder, n);
		data += n;
		len -= n;
		while (decoder_next(&decoder, &f)) {
			frames++;
			if (seen)
				seen(&f);
		}
	}
	return frames;
}

static size_t make(uint8_t *at, uint8_t type, uint32_t id, const void *payload, uint32_t len)
{
	if (len)
		memcpy(at + FRAME_HEADER, payload, len);
	frame_seal(at, type, 0, id, len);
	return FRAME_HEADER + len;
}

static void crc_is_the_one_of_zlib(void)
{
	CHECK_EQUAL(crc32(0, "123456789", 9), 0xCBF43926);
	CHECK_EQUAL(crc32(crc32(0, "1234", 4), "56789", 5), 0xCBF43926);
	CHECK_EQUAL(crc32(0, "", 0), 0);
	CHECK_EQUAL(crc32(0, "The quick brown fox jumps over the lazy dog", 43), 0x414FA339);
}

/* The same bytes stand in Java's FrameEncoderTest: both sides agree on the wire. */
static void a_frame_has_these_bytes(void)
{
	static const uint8_t expected[] = {
		0xf5, 0x53, 0x46, 0xfa, 0x83, 0x00, 0x5e, 0x37, 0x00, 0x00, 0x01, 0x02,
		0x00, 0x00, 0x00, 0x03, 0xb4, 0x06, 0xa0, 0x1c, 'a',  'b',  'c',
	};
	uint8_t frame[64];
	size_t n = make(frame, MSG_STDOUT, 0x102, "abc", 3);

	CHECK_EQUAL(n, sizeof(expected));
	CHECK(!memcmp(frame, expected, n));
}

static struct frame last;

static void remember(const struct frame *f)
{
	last = *f;
}

static void a_frame_is_found_at_every_step(void)
{
	uint8_t stream[64];
	size_t n = make(stream, MSG_EXIT, 7, "abc", 3);

	for (size_t step = 1; step <= n; step++) {
		reset();
		CHECK_EQUAL(feed(stream, n, step, remember), 1);
		CHECK_EQUAL(last.type, MSG_EXIT);
		CHECK_EQUAL(last.id, 7);
		CHECK_EQUAL(last.len, 3);
		CHECK_EQUAL(decoder.skipped, 0);
	}
}

static void garbage_around_frames_is_skipped_and_counted(void)
{
	static const char noise[] = "[  1.234] kernel log\n\xf5SF\xf5";
	uint8_t stream[256];
	size_t n = sizeof(noise) - 1;

	memcpy(stream, noise, n);
	n += make(stream + n, MSG_SYNC, 1, "x", 1);
	memcpy(stream + n, noise, sizeof(noise) - 1);
	n += sizeof(noise) - 1;
	n += make(stream + n, MSG_SYNC, 2, "y", 1);
	reset();
	CHECK_EQUAL(feed(stream, n, n, remember), 2);
	CHECK_EQUAL(last.id, 2);
	CHECK_EQUAL(decoder.skipped, 2 * (sizeof(noise) - 1));
}

static void any_flipped_bit_loses_only_its_frame(void)
{
	uint8_t clean[64], stream[64];
	size_t first = make(clean, MSG_STDOUT, 1, "abc", 3);
	size_t n = first + make(clean + first, MSG_STDOUT, 2, "d", 1);

	for (size_t bit = 0; bit < first * 8; bit++) {
		memcpy(stream, clean, n);
		stream[bit / 8] ^= (uint8_t)(1 << bit % 8);
		reset();
		CHECK_EQUAL(feed(stream, n, n, remember), 1);
		CHECK_EQUAL(last.id, 2);
		CHECK_EQUAL(decoder.skipped, first);
	}
}

static void the_longest_frame_passes_and_a_longer_one_does_not(void)
{
	static uint8_t stream[2 * (FRAME_HEADER + FRAME_PAYLOAD_MAX)];
	static uint8_t payload[FRAME_PAYLOAD_MAX + 1];
	size_t n = make(stream, MSG_INPUT, 1, payload, FRAME_PAYLOAD_MAX);

	n += make(stream + n, MSG_INPUT, 2, "z", 1);
	reset();
	CHECK_EQUAL(feed(stream, n, 1000, remember), 2);
	CHECK_EQUAL(decoder.skipped, 0);

	n = make(stream, MSG_INPUT, 1, payload, FRAME_PAYLOAD_MAX + 1);
	reset();
	CHECK_EQUAL(feed(stream, n, 1000, remember), 0);
	CHECK_EQUAL(decoder.skipped, n);
}

static void zeros_push_out_an_unfinished_frame(void)
{
	static uint8_t stream[3 * (FRAME_HEADER + FRAME_PAYLOAD_MAX)];
	static uint8_t payload[FRAME_PAYLOAD_MAX];
	size_t n;

	make(stream, MSG_INPUT, 1, payload, FRAME_PAYLOAD_MAX);
	memset(stream + 100, 0, FRAME_PAYLOAD_MAX + FRAME_HEADER); /* the rest was lost */
	n = 100 + FRAME_PAYLOAD_MAX + FRAME_HEADER;
	n += make(stream + n, MSG_SYNC, 9, "n", 1);
	/* The payload is all zeros, so the frame is whole again; make it differ. */
	stream[30] = 1;
	reset();
	CHECK_EQUAL(feed(stream, n, 4096, remember), 1);
	CHECK_EQUAL(last.id, 9);
}

static uint32_t expected_ids[FRAMES_PER_ROUND];
static int expected_count, seen_count;

static void expect_in_order(const struct frame *f)
{
	CHECK(seen_count < expected_count);
	CHECK_EQUAL(f->id, expected_ids[seen_count]);
	for (uint32_t i = 0; i < f->len; i++)
		CHECK_EQUAL(f->payload[i], (uint8_t)(f->id + i));
	seen_count++;
}

/* Frames between garbage that often looks like the begin of a frame. */
static void fuzzed_streams_give_their_frames(void)
{
	static uint8_t stream[FRAMES_PER_ROUND * (1 << 13)], payload[4096];
	uint64_t seed = 1;

	for (int round = 0; round < FUZZ_ROUNDS; round++) {
		size_t n = 0, garbage = 0;

		expected_count = seen_count = 0;
		for (int i = 0; i < FRAMES_PER_ROUND; i++) {
			uint32_t id = next_random(&seed), len = next_random(&seed) % 4096;
			uint32_t noise = next_random(&seed) % 64;

			for (uint32_t k = 0; k < noise; k++)
				stream[n++] = (uint8_t)(next_random(&seed) % 4 ? next_random(&seed)
									       : 0xf5);
			garbage += noise;
			if (noise > 3 && noise % 2)
				memcpy(stream + n - 3, "\xf5SF", 3);
			for (uint32_t k = 0; k < len; k++)
				payload[k] = (uint8_t)(id + k);
			n += make(stream + n, MSG_STDOUT, id, payload, len);
			expected_ids[expected_count++] = id;
		}
		reset();
		CHECK_EQUAL(feed(stream, n, 1 + next_random(&seed) % 5000, expect_in_order),
			    FRAMES_PER_ROUND);
		CHECK_EQUAL(decoder.skipped, garbage);
	}
}

static void pure_garbage_gives_nothing_and_always_leaves_room(void)
{
	static uint8_t noise[1 << 16];
	uint64_t seed = 2;

	reset();
	for (int round = 0; round < 100; round++) {
		for (size_t i = 0; i < sizeof(noise); i += 4)
			store32(noise + i, next_random(&seed) % 8 ? next_random(&seed) : FRAME_MAGIC);
		CHECK_EQUAL(feed(noise, sizeof(noise), 8192, NULL), 0);
	}
	CHECK(decoder.skipped > 99 * sizeof(noise) - sizeof(decoder.data));
}

int main(void)
{
	RUN(crc_is_the_one_of_zlib);
	RUN(a_frame_has_these_bytes);
	RUN(a_frame_is_found_at_every_step);
	RUN(garbage_around_frames_is_skipped_and_counted);
	RUN(any_flipped_bit_loses_only_its_frame);
	RUN(the_longest_frame_passes_and_a_longer_one_does_not);
	RUN(zeros_push_out_an_unfinished_frame);
	RUN(fuzzed_streams_give_their_frames);
	RUN(pure_garbage_gives_nothing_and_always_leaves_room);
	return 0;
}
