// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "command.h"

#include "bytes.h"
#include "clock.h"
#include "fd.h"
#include "protocol.h"
#include "terminal.h"
#include "tx.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long children left behind may keep the pipes of a command that ended. */
#define LINGER_MS 200

/* Of a terminal, input and output are the same file. */
static void close_input(struct command *c)
{
	if (c->tty)
		c->in = -1;
	else
		close_fd(&c->in);
}

static void give_window(struct request *r, size_t n)
{
	r->command.grant += (uint32_t)n;
}

static void send_window(struct request *r)
{
	uint8_t payload[4];

	if (r->command.grant < INPUT_WINDOW / 4 || !tx_fits_answer())
		return;
	store32(payload, r->command.grant);
	r->command.grant = 0;
	tx_frame(MSG_WINDOW, r->id, payload, sizeof(payload));
}

static void write_input(struct request *r)
{
	struct command *c = &r->command;

	while (c->in >= 0 && c->input_head < c->input_tail) {
		ssize_t n = write(c->in, c->input + c->input_head, c->input_tail - c->input_head);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0) {
			close_input(c);
			break;
		}
		c->input_head += (size_t)n;
		give_window(r, (size_t)n);
	}
	/* Nobody reads any more: swallow, so that the sender does not wait for ever. */
	if (c->in < 0) {
		give_window(r, c->input_tail - c->input_head);
		c->input_head = c->input_tail;
	}
	if (c->input_head == c->input_tail) {
		c->input_head = c->input_tail = 0;
		if (c->input_end && c->in >= 0) {
			if (c->tty)
				terminal_send_eof(c->in);
			close_input(c);
		}
	}
	send_window(r);
}

void command_input(struct request *r, const uint8_t *data, size_t len)
{
	struct command *c = &r->command;

	if (c->input_end)
		return;
	if (!c->input)
		c->input = malloc(INPUT_WINDOW);
	if (c->input && c->input_head) {
		memmove(c->input, c->input + c->input_head, c->input_tail - c->input_head);
		c->input_tail -= c->input_head;
		c->input_head = 0;
	}
	if (!c->input || len > INPUT_WINDOW - c->input_tail) {
		tx_error(r->id, c->input ? EOVERFLOW : ENOMEM,
			 "no room for %zu bytes of input; the window is %u", len, INPUT_WINDOW);
		r->ended = true;
		return;
	}
	memcpy(c->input + c->input_tail, data, len);
	c->input_tail += len;
	write_input(r);
}

void command_input_end(struct request *r)
{
	r->command.input_end = true;
	write_input(r);
}

void command_signal(struct request *r, int signal)
{
	kill(-r->command.pid, signal);
}

void command_resize(struct request *r, uint16_t columns, uint16_t rows)
{
	if (r->command.tty && r->command.out >= 0)
		terminal_resize(r->command.out, columns, rows);
}

void command_reaped(struct request *r, int status)
{
	struct command *c = &r->command;
	int fds[2] = { c->out, c->err };

	c->exited = true;
	c->status = status;
	c->exit_deadline = now_ms() + LINGER_MS;
	for (int i = 0; i < 2; i++) {
		int n = 0;

		if (fds[i] >= 0 && !ioctl(fds[i], FIONREAD, &n))
			c->owed[i] = (size_t)n;
	}
}

int command_poll_fds(struct request *r, struct pollfd *fds)
{
	struct command *c = &r->command;
	bool output = tx_fits_output();
	int n = 0;

	if (c->in >= 0 && c->input_head < c->input_tail)
		fds[n++] = (struct pollfd){ c->in, POLLOUT, 0 };
	if (c->out >= 0 && output && !c->hung_up)
		fds[n++] = (struct pollfd){ c->out, POLLIN, 0 };
	if (c->err >= 0 && output)
		fds[n++] = (struct pollfd){ c->err, POLLIN, 0 };
	return n;
}

static void read_output(struct request *r, int *fd, int which)
{
	struct command *c = &r->command;
	size_t room = tx_fits_output();
	ssize_t n;

	if (!room)
		return;
	n = read(*fd, tx_payload(), room);
	if (n > 0) {
		tx_commit(which ? MSG_STDERR : MSG_STDOUT, r->id, (size_t)n);
		c->owed[which] -= (size_t)n < c->owed[which] ? (size_t)n : c->owed[which];
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		if (c->tty) {
			/*
			 * EIO: its last user has left it, but may not have exited yet; closing
			 * the master now would end it with SIGHUP.
			 */
			c->in = -1;
			c->hung_up = true;
		} else {
			close_fd(fd);
		}
		c->owed[which] = 0;
	}
}

void command_pump(struct request *r, const struct pollfd *fds, int n)
{
	struct command *c = &r->command;

	for (int i = 0; i < n; i++) {
		if (!fds[i].revents)
			continue;
		if (fds[i].events == POLLOUT && fds[i].fd == c->in)
			write_input(r);
		else if (fds[i].fd == c->out)
			read_output(r, &c->out, 0);
		else if (fds[i].fd == c->err)
			read_output(r, &c->err, 1);
	}
	if (c->grant)
		send_window(r);
}

int command_finish(struct request *r)
{
	struct command *c = &r->command;
	uint8_t payload[5];
	int64_t left;

	if (!c->exited)
		return -1;
	left = c->exit_deadline - now_ms();
	if ((c->out >= 0 && !c->hung_up) || c->err >= 0) {
		if (left > 0)
			return (int)left;
		if (c->owed[0] || c->owed[1])
			return -1; /* pollable: output drives us on */
	}
	if (!tx_fits_answer())
		return -1;
	payload[0] = WIFSIGNALED(c->status);
	store32(payload + 1, (uint32_t)(WIFSIGNALED(c->status) ? WTERMSIG(c->status)
							       : WEXITSTATUS(c->status)));
	tx_frame(MSG_EXIT, r->id, payload, sizeof(payload));
	r->ended = true;
	return -1;
}

void command_drop(struct request *r)
{
	struct command *c = &r->command;

	if (!c->exited)
		kill(-c->pid, SIGKILL);
	close_input(c);
	close_fd(&c->out);
	close_fd(&c->err);
	free(c->input);
}
