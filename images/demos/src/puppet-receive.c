/* SPDX-License-Identifier: Apache-2.0 */
#include "puppet.h"
#include "sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE 16384

void tell_hash(const unsigned char *data, size_t length, FILE *answer)
{
	unsigned char digest[SHA256_SIZE];
	char text[SHA256_TEXT];
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, data, length);
	sha256_final(&hash, digest);
	fprintf(answer, ",\"bytes\":%zu,\"sha256\":\"%s\"", length,
		sha256_text(digest, text));
}

/* One piece, looked at with some flags before it is read: both must be the same. */
static ssize_t peek_and_read(int fd, unsigned char *to, size_t length, int flags)
{
	unsigned char seen[PIECE];
	size_t wanted = length < sizeof(seen) ? length : sizeof(seen);
	ssize_t peeked = recv(fd, seen, wanted, MSG_PEEK | flags);
	ssize_t n;

	if (peeked <= 0)
		return peeked;
	if ((flags & MSG_WAITALL) && (size_t)peeked != wanted) {
		errno = EBADMSG;
		return -1;
	}
	n = recv(fd, to, (size_t)peeked, MSG_WAITALL);
	if (n >= 0 && (n != peeked || memcmp(seen, to, (size_t)n))) {
		errno = EBADMSG;
		return -1;
	}
	return n;
}

static ssize_t splice_and_read(int fd, unsigned char *to, size_t length)
{
	ssize_t n, left;
	int ends[2];

	if (pipe(ends))
		return -1;
	n = splice(fd, NULL, ends[1], NULL, length < PIECE ? length : PIECE, 0);
	for (left = n; left > 0;) {
		ssize_t got = read(ends[0], to + (n - left), (size_t)left);

		if (got <= 0) {
			n = -1;
			break;
		}
		left -= got;
	}
	close(ends[0]);
	close(ends[1]);
	return n;
}

/* Tells how many bytes the kernel says are left after this piece, and whether it has a time. */
static ssize_t read_with_messages(int fd, unsigned char *to, size_t length,
				  FILE *answer)
{
	union {
		char bytes[256];
		struct cmsghdr align;
	} control;
	struct iovec piece = { .iov_base = to, .iov_len = length };
	struct msghdr message = {
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(fd, &message, MSG_WAITALL);
	struct cmsghdr *item = n < 0 ? NULL : CMSG_FIRSTHDR(&message);
	struct scm_timestamping times;
	int left;

	for (; item; item = CMSG_NXTHDR(&message, item)) {
		if (item->cmsg_level == IPPROTO_TCP &&
		    item->cmsg_type == TCP_CM_INQ) {
			memcpy(&left, CMSG_DATA(item), sizeof(left));
			fprintf(answer, ",\"inq\":%d", left);
		}
		if (item->cmsg_level == SOL_SOCKET &&
		    item->cmsg_type == SCM_TIMESTAMPING) {
			memcpy(&times, CMSG_DATA(item), sizeof(times));
			fprintf(answer, ",\"arrived\":%lld",
				(long long)times.ts[0].tv_sec);
		}
	}
	return n;
}

static ssize_t piece_by(int fd, const char *how, unsigned char *to,
			size_t length, FILE *answer)
{
	if (!strcmp(how, "read"))
		return read(fd, to, length);
	if (!strcmp(how, "peek"))
		return peek_and_read(fd, to, length, 0);
	if (!strcmp(how, "peekall"))
		return peek_and_read(fd, to, length, MSG_WAITALL);
	if (!strcmp(how, "splice"))
		return splice_and_read(fd, to, length);
	if (!strcmp(how, "inq"))
		return read_with_messages(fd, to, length, answer);
	errno = EINVAL;
	return -1;
}

/* One call that waits for nothing; it may bring fewer bytes than there is room for. */
static int receive_now(struct puppet *puppet, size_t bytes, FILE *answer)
{
	unsigned char *data = malloc(2 * bytes + 1);
	ssize_t n;

	if (!data)
		return -1;
	n = recv(puppet->fd, data, bytes, MSG_DONTWAIT);
	if (n >= 0) {
		payload_fill(&puppet->received, data + bytes, (size_t)n);
		fprintf(answer, ",\"bytes\":%zd,\"intact\":%s", n,
			memcmp(data, data + bytes, (size_t)n) ? "false" : "true");
	}
	free(data);
	return n < 0 ? -1 : 0;
}

/* Throws away what has come, in one call. */
static int throw_away(struct puppet *puppet, size_t bytes, FILE *answer)
{
	unsigned char *data = calloc(1, bytes + 1);
	bool untouched = true;
	ssize_t n;

	if (!data)
		return -1;
	n = recv(puppet->fd, data, bytes, MSG_TRUNC | MSG_DONTWAIT);
	for (size_t i = 0; i < bytes; i++)
		untouched &= !data[i];
	if (n >= 0) {
		payload_fill(&puppet->received, data, (size_t)n);
		fprintf(answer, ",\"bytes\":%zd,\"untouched\":%s", n,
			untouched ? "true" : "false");
	}
	free(data);
	return n < 0 ? -1 : 0;
}

static int receive_all(struct puppet *puppet, const char *how, size_t bytes,
		       FILE *answer)
{
	unsigned char *data = malloc(2 * bytes + 1);
	size_t done = 0;
	ssize_t n = 1;

	if (!data)
		return -1;
	while (done < bytes && n) {
		n = piece_by(puppet->fd, how, data + done, bytes - done, answer);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			free(data);
			return -1;
		}
		done += (size_t)n;
	}
	payload_fill(&puppet->received, data + bytes, done);
	tell_hash(data, done, answer);
	fprintf(answer, ",\"intact\":%s",
		memcmp(data, data + bytes, done) ? "false" : "true");
	free(data);
	return 0;
}

int receive_by(struct puppet *puppet, const char *how, size_t bytes,
	       FILE *answer)
{
	if (!strcmp(how, "now"))
		return receive_now(puppet, bytes, answer);
	if (!strcmp(how, "trunc"))
		return throw_away(puppet, bytes, answer);
	return receive_all(puppet, how, bytes, answer);
}
