// SPDX-License-Identifier: Apache-2.0
/* The loop: one port, many requests, nobody starves, nothing grows without bound. */
#define _GNU_SOURCE
#include "mux.h"

#include "command.h"
#include "dispatch.h"
#include "file.h"
#include "frame.h"
#include "port.h"
#include "request.h"
#include "sweep.h"
#include "tx.h"

#include <errno.h>
#include <signal.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXED_FDS 2

static int signal_fd = -1;
static struct decoder decoder;

int mux_init(void)
{
	sigset_t wanted;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGCHLD);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	signal_fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
	return signal_fd < 0 ? -1 : 0;
}

static void reap(void)
{
	struct signalfd_siginfo info;
	int status;
	pid_t pid;

	while (read(signal_fd, &info, sizeof(info)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (struct request *r = requests_first(); r; r = r->next)
			if (r->kind == REQ_COMMAND && !r->command.exited && r->command.pid == pid)
				command_reaped(r, status);
}

/* Answers what has arrived, as long as answers find room; whether something is left. */
static bool dispatch_all(void)
{
	struct frame f;

	while (tx_fits_answer()) {
		if (!decoder_next(&decoder, &f))
			return false;
		dispatch(&f, decoder.skipped);
	}
	return true;
}

/* Moves data of all requests; returns how long the loop may sleep for them, in ms. */
static int pump_all(const struct pollfd *fds)
{
	int timeout = -1;

	for (struct request *r = requests_first(); r; r = r->next) {
		int n = 0, left = -1;

		/* The list and its descriptors are as they were when poll() was called. */
		if (r->kind == REQ_COMMAND) {
			while (n < COMMAND_FDS && fds[n].fd >= 0)
				n++;
			command_pump(r, fds, n);
			fds += COMMAND_FDS;
			if (!r->ended)
				left = command_finish(r);
		} else if (r->kind == REQ_GET && !r->ended) {
			file_pump(r);
		}
		if (r->ended)
			left = 0; /* to be swept */
		if (left >= 0 && (timeout < 0 || left < timeout))
			timeout = left;
	}
	return timeout;
}

/* What to poll for; a file is always ready, so then there is nothing to sleep for. */
static int collect(struct pollfd *fds, int *timeout)
{
	int used = 0;

	for (struct request *r = requests_first(); r; r = r->next) {
		if (r->kind == REQ_GET && tx_fits_output())
			*timeout = 0;
		if (r->kind != REQ_COMMAND)
			continue;
		for (int i = 0; i < COMMAND_FDS; i++)
			fds[used + i] = (struct pollfd){ -1, 0, 0 };
		command_poll_fds(r, fds + used);
		used += COMMAND_FDS;
	}
	return used;
}

void mux_run(int port_fd, bool is_socket)
{
	static struct pollfd fds[FIXED_FDS + REQUESTS_MAX * COMMAND_FDS];
	struct port port;
	int timeout = -1;

	if (port_init(&port, port_fd, is_socket))
		return;
	for (;;) {
		bool behind = dispatch_all();
		int n;

		requests_sweep();
		n = collect(fds + FIXED_FDS, &timeout);
		fds[0] = (struct pollfd){ signal_fd, POLLIN, 0 };
		fds[1] = port_poll(&port, !behind, tx_pending());
		if (poll(fds, (nfds_t)(FIXED_FDS + n), timeout) < 0 && errno != EINTR)
			return;
		if (fds[0].revents)
			reap();
		if (port_read(&port, &fds[1], &decoder))
			return;
		timeout = pump_all(fds + FIXED_FDS);
		if (!port.away && tx_flush(port.fd) && is_socket)
			return;
		if (powering_off && !tx_pending()) {
			sync();
			reboot(RB_POWER_OFF);
		}
	}
}
