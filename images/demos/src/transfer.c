/* SPDX-License-Identifier: Apache-2.0 */
#include "transfer.h"

#include "payload.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 65536

static void send_all(int fd, const unsigned char *data, size_t length)
{
	while (length) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno != EINTR)
			die("send");
		if (n > 0) {
			data += n;
			length -= (size_t)n;
		}
	}
}

size_t receive_all(int fd, unsigned char *data, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t n = read(fd, data + done, length - done);

		if (n < 0 && errno != EINTR)
			die("receive after %zu bytes of a piece", done);
		if (n == 0)
			break;
		if (n > 0)
			done += (size_t)n;
	}
	return done;
}

/* Waits until so many bytes may have been sent since the start. */
static void pace(int64_t started, uint64_t bytes, uint64_t rate)
{
	double due = (double)started + (double)bytes * 1e9 / (double)rate;
	struct timespec until = {
		.tv_sec = (time_t)(due / 1e9),
		.tv_nsec = (long)((int64_t)due % 1000000000),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) ==
	       EINTR)
		;
}

static size_t piece_of(const struct flow *flow)
{
	uint64_t piece = CHUNK;

	/* Twenty pieces a second keep a slow flow smooth. */
	if (flow->rate && flow->rate / 20 < piece)
		piece = flow->rate / 20 ? flow->rate / 20 : 1;
	return (size_t)piece;
}

/*
 * What comes before the payload: its size and seed, then their complements, because a path that
 * damages bytes must not make the receiver wait for a size that nobody sent.
 */
struct header {
	uint64_t bytes;
	uint64_t seed;
	uint64_t not_bytes;
	uint64_t not_seed;
};

static void send_header(int fd, const struct flow *flow)
{
	struct header header = {
		htobe64(flow->bytes), htobe64(flow->seed),
		~htobe64(flow->bytes), ~htobe64(flow->seed),
	};

	send_all(fd, (const unsigned char *)&header, sizeof(header));
}

static struct header receive_header(int fd, const struct flow *flow)
{
	struct header header;

	errno = 0;
	if (receive_all(fd, (unsigned char *)&header, sizeof(header)) !=
	    sizeof(header))
		die("the sender ended before the header was complete");
	if (header.bytes != ~header.not_bytes || header.seed != ~header.not_seed)
		die("the header is damaged, or the peer is not \"flow send\"");
	header.bytes = be64toh(header.bytes);
	header.seed = be64toh(header.seed);
	if (flow->bytes_given && flow->bytes != header.bytes)
		die("the sender sends %" PRIu64 " bytes, --bytes says %" PRIu64,
		    header.bytes, flow->bytes);
	if (flow->seed_given && flow->seed != header.seed)
		die("the sender has seed %" PRIu64 ", --seed says %" PRIu64,
		    header.seed, flow->seed);
	return header;
}

static void wait_for_line(void)
{
	char c = 0;

	while (c != '\n') {
		ssize_t n = read(STDIN_FILENO, &c, 1);

		if (!n)
			die("stdin ended before the line that --wait or --pause-at waits for");
		if (n < 0 && errno != EINTR)
			die("reading stdin");
	}
}

struct outcome send_payload(int fd, const struct flow *flow)
{
	static unsigned char data[CHUNK];
	struct outcome outcome = { .started = now_ns() };
	unsigned char theirs[SHA256_SIZE];
	size_t piece = piece_of(flow);
	struct payload payload;
	struct sha256 hash;

	send_header(fd, flow);
	if (flow->wait) {
		wait_for_line();
		outcome.started = now_ns();
	}
	payload_init(&payload, flow->seed);
	sha256_init(&hash);
	while (outcome.bytes < flow->bytes) {
		uint64_t stop = outcome.bytes < flow->pause_at ? flow->pause_at :
								 flow->bytes;
		uint64_t left = stop - outcome.bytes;
		size_t n = left < piece ? (size_t)left : piece;

		payload_fill(&payload, data, n);
		sha256_update(&hash, data, n);
		send_all(fd, data, n);
		outcome.bytes += n;
		if (outcome.bytes == flow->pause_at)
			wait_for_line();
		if (flow->rate)
			pace(outcome.started, outcome.bytes, flow->rate);
	}
	sha256_final(&hash, outcome.sha256);
	errno = 0;
	if (receive_all(fd, theirs, SHA256_SIZE) != SHA256_SIZE)
		die("the receiver ended before it told its SHA-256");
	outcome.intact = !memcmp(outcome.sha256, theirs, SHA256_SIZE);
	outcome.ended = now_ns();
	return outcome;
}

struct outcome receive_payload(int fd, const struct flow *flow)
{
	static unsigned char data[CHUNK], expected[CHUNK];
	struct header header = receive_header(fd, flow);
	struct outcome outcome = { .started = now_ns(), .intact = true };
	struct payload payload;
	struct sha256 hash;

	payload_init(&payload, header.seed);
	sha256_init(&hash);
	while (outcome.bytes < header.bytes) {
		uint64_t left = header.bytes - outcome.bytes;
		size_t wanted = left < CHUNK ? (size_t)left : CHUNK;
		size_t n = receive_all(fd, data, wanted);

		payload_fill(&payload, expected, n);
		sha256_update(&hash, data, n);
		if (memcmp(data, expected, n))
			outcome.intact = false;
		outcome.bytes += n;
		if (n < wanted)
			break;
	}
	if (outcome.bytes < header.bytes)
		outcome.intact = false;
	outcome.ended = now_ns();
	sha256_final(&hash, outcome.sha256);
	send_all(fd, outcome.sha256, SHA256_SIZE);
	return outcome;
}
