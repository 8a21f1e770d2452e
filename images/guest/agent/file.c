// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "file.h"

#include "bytes.h"
#include "crc32.h"
#include "fd.h"
#include "protocol.h"
#include "tx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(struct request *r, int error, const char *what)
{
	tx_error(r->id, error, "%s %.1024s: %s", what, r->file.path, strerror(error));
	r->ended = true;
}

static void send_done(struct request *r)
{
	uint8_t payload[12];

	store64(payload, r->file.size);
	store32(payload + 8, r->file.crc);
	tx_frame(MSG_DONE, r->id, payload, sizeof(payload));
	r->ended = true;
}

static struct request *new_file(uint32_t id, enum kind kind, const char *path)
{
	struct request *r = request_new(id, kind);

	if (!r)
		return NULL;
	r->file.fd = -1;
	r->file.path = strdup(path);
	if (!r->file.path) {
		tx_error(id, ENOMEM, "the guest has no memory for %zu bytes", strlen(path));
		r->ended = true;
		return NULL;
	}
	return r;
}

/* A temporary file beside the target; -1 with errno where there can be none. */
static int open_temporary(struct request *r)
{
	struct file *f = &r->file;
	const char *base = strrchr(f->path, '/');
	int dir = base ? (int)(base - f->path) + 1 : 0;
	int fd;

	if (asprintf(&f->temporary, "%.*s.subflow-%u-%d", dir, f->path, r->id, getpid()) < 0) {
		f->temporary = NULL;
		errno = ENOMEM;
		return -1;
	}
	fd = open(f->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		free(f->temporary);
		f->temporary = NULL;
	}
	return fd;
}

/*
 * A new file gets its name when it is whole. What is no file that could be
 * replaced (a device, an entry of /proc or /sys) is written where it is.
 */
static void open_target(struct request *r)
{
	struct file *f = &r->file;
	struct stat st;
	bool exists = !stat(f->path, &st);
	int error;

	if (exists && S_ISDIR(st.st_mode)) {
		fail(r, EISDIR, "writing");
		return;
	}
	if (!exists || S_ISREG(st.st_mode)) {
		f->fd = open_temporary(r);
		if (f->fd >= 0)
			return;
	}
	error = errno;
	f->fd = open(f->path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (f->fd < 0)
		fail(r, exists ? errno : error, "writing");
}

void file_put(uint32_t id, const uint8_t *payload, size_t len)
{
	struct reader in = reader_of(payload, len);
	uint32_t mode = reader_u32(&in);
	const char *path = reader_string(&in);
	struct request *r;

	if (in.bad || !path[0]) {
		tx_error(id, EINVAL, "malformed PUT of %zu bytes", len);
		return;
	}
	r = new_file(id, REQ_PUT, path);
	if (!r)
		return;
	r->file.mode = mode & 07777;
	open_target(r);
}

void file_input(struct request *r, const uint8_t *data, size_t len)
{
	struct file *f = &r->file;
	uint8_t window[4];

	f->crc = crc32(f->crc, data, len);
	f->size += len;
	f->grant += (uint32_t)len;
	while (len) {
		ssize_t n = write(f->fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			fail(r, errno, "writing");
			return;
		}
		data += n;
		len -= (size_t)n;
	}
	if (f->grant >= INPUT_WINDOW / 4) {
		store32(window, f->grant);
		f->grant = 0;
		tx_frame(MSG_WINDOW, r->id, window, sizeof(window));
	}
}

/* Some file systems tell only now that there was no room. */
static int close_checked(int *fd)
{
	int result = close(*fd);

	*fd = -1;
	return result;
}

void file_input_end(struct request *r, const uint8_t *payload, size_t len)
{
	struct file *f = &r->file;
	struct reader in = reader_of(payload, len);
	uint64_t size = reader_u64(&in);
	uint32_t crc = reader_u32(&in);

	if (in.bad || size != f->size || crc != f->crc) {
		tx_error(r->id, EIO, "writing %.1024s: %llu bytes with CRC32 %08x arrived, "
			 "%llu with %08x were sent", f->path, (unsigned long long)f->size, f->crc,
			 (unsigned long long)size, crc);
		r->ended = true;
		return;
	}
	if ((f->temporary && fchmod(f->fd, f->mode)) || close_checked(&f->fd) ||
	    (f->temporary && rename(f->temporary, f->path))) {
		fail(r, errno, "writing");
		return;
	}
	free(f->temporary);
	f->temporary = NULL;
	send_done(r);
}

void file_get(uint32_t id, const uint8_t *payload, size_t len)
{
	struct reader in = reader_of(payload, len);
	const char *path = reader_string(&in);
	struct request *r;
	struct stat st;

	if (in.bad || !path[0]) {
		tx_error(id, EINVAL, "malformed GET of %zu bytes", len);
		return;
	}
	r = new_file(id, REQ_GET, path);
	if (!r)
		return;
	/* O_NONBLOCK: a named pipe or an endless /proc file must not stop the agent. */
	r->file.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (r->file.fd < 0 || fstat(r->file.fd, &st))
		fail(r, errno, "reading");
	else if (S_ISDIR(st.st_mode))
		fail(r, EISDIR, "reading");
	else if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
		fail(r, EINVAL, "reading (neither a regular file nor a block device)");
}

void file_pump(struct request *r)
{
	struct file *f = &r->file;
	size_t room = tx_fits_output();
	uint8_t *payload;
	ssize_t n;

	if (!room)
		return;
	payload = tx_payload();
	n = read(f->fd, payload, room);
	if (n < 0) {
		if (errno != EINTR)
			fail(r, errno, "reading");
	} else if (n == 0) {
		send_done(r);
	} else {
		f->crc = crc32(f->crc, payload, (size_t)n);
		f->size += (uint64_t)n;
		tx_commit(MSG_STDOUT, r->id, (size_t)n);
	}
}

void file_drop(struct request *r)
{
	struct file *f = &r->file;

	close_fd(&f->fd);
	if (f->temporary)
		unlink(f->temporary);
	free(f->temporary);
	free(f->path);
}
