/* SPDX-License-Identifier: Apache-2.0 */
#include "puppet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE 16384
#define RECORD 1000
#define BIT 100

static ssize_t again_if_interrupted(ssize_t n)
{
	return n < 0 && errno == EINTR ? 0 : n;
}

static int by_write(int fd, const unsigned char *data, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t n = again_if_interrupted(write(fd, data + done,
						       length - done));

		if (n < 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

/* A call for every so many bytes. */
static int by_records(int fd, const unsigned char *data, size_t length,
		      size_t record, int flags)
{
	for (size_t done = 0; done < length;) {
		size_t left = length - done < record ? length - done : record;
		ssize_t n = again_if_interrupted(
			send(fd, data + done, left, flags));

		if (n < 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

static int from_file(int fd, int file, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t n = again_if_interrupted(
			sendfile(fd, file, NULL, length - done));

		if (n < 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

/* From the file to the socket through a pipe. */
static int by_splice(int fd, int file, size_t length)
{
	int ends[2];
	int result = -1;

	if (pipe(ends))
		return -1;
	for (size_t done = 0; done < length;) {
		ssize_t in = again_if_interrupted(
			splice(file, NULL, ends[1], NULL,
			       length - done < PIECE ? length - done : PIECE, 0));

		if (in < 0)
			goto out;
		for (ssize_t left = in; left > 0;) {
			ssize_t n = again_if_interrupted(splice(
				ends[0], NULL, fd, NULL, (size_t)left, 0));

			if (n < 0)
				goto out;
			left -= n;
		}
		done += (size_t)in;
	}
	result = 0;
out:
	close(ends[0]);
	close(ends[1]);
	return result;
}

static int by_mapping(int fd, int file, size_t length)
{
	void *mapped = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
	int result;

	if (mapped == MAP_FAILED)
		return -1;
	result = by_write(fd, mapped, length);
	munmap(mapped, length);
	return result;
}

static int by_file(int fd, const char *how, const unsigned char *data,
		   size_t length)
{
	int file = memfd_create("payload", MFD_CLOEXEC);
	int result = -1;

	if (file < 0)
		return -1;
	if (!by_write(file, data, length) && !lseek(file, 0, SEEK_SET)) {
		if (!strcmp(how, "sendfile"))
			result = from_file(fd, file, length);
		else if (!strcmp(how, "splice"))
			result = by_splice(fd, file, length);
		else if (!strcmp(how, "mmap"))
			result = by_mapping(fd, file, length);
		else
			errno = EINVAL;
	}
	close(file);
	return result;
}

/* One call, which may take fewer bytes than there are. */
static int send_once(struct puppet *puppet, size_t bytes, int flags,
		     const struct address *to, FILE *answer)
{
	unsigned char *data = malloc(bytes + 1);
	struct payload ahead = puppet->sent;
	ssize_t n;

	if (!data)
		return -1;
	payload_fill(&ahead, data, bytes);
	n = sendto(puppet->fd, data, bytes, flags,
		   to ? (const struct sockaddr *)&to->storage : NULL,
		   to ? to->length : 0);
	if (n >= 0) {
		payload_fill(&puppet->sent, data, (size_t)n);
		fprintf(answer, ",\"bytes\":%zd", n);
	}
	free(data);
	return n < 0 ? -1 : 0;
}

int send_with_syn(struct puppet *puppet, const struct address *to, size_t bytes,
		  FILE *answer)
{
	return send_once(puppet, bytes, MSG_FASTOPEN, to, answer);
}

int send_by(struct puppet *puppet, const char *how, size_t bytes, FILE *answer)
{
	unsigned char *data;
	int result;

	if (!strcmp(how, "now"))
		return send_once(puppet, bytes, MSG_DONTWAIT, NULL, answer);
	data = malloc(bytes ? bytes : 1);
	if (!data)
		return -1;
	payload_fill(&puppet->sent, data, bytes);
	if (!strcmp(how, "write"))
		result = by_write(puppet->fd, data, bytes);
	else if (!strcmp(how, "eor"))
		result = by_records(puppet->fd, data, bytes, RECORD, MSG_EOR);
	else if (!strcmp(how, "bits"))
		result = by_records(puppet->fd, data, bytes, BIT, 0);
	else
		result = by_file(puppet->fd, how, data, bytes);
	if (!result)
		tell_hash(data, bytes, answer);
	free(data);
	return result;
}
