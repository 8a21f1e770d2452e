// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "exec.h"

#include "bytes.h"
#include "fd.h"
#include "order.h"
#include "protocol.h"
#include "request.h"
#include "spawn.h"
#include "terminal.h"
#include "tx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Our end and the child's end of a standard stream. */
static int make_pipe(int *ours, int *theirs, bool input)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return -1;
	*ours = fds[input];
	*theirs = fds[!input];
	return input ? fcntl(*ours, F_SETFL, O_NONBLOCK) : 0;
}

static int open_streams(const struct order *o, struct command *c, struct spawn *s)
{
	static int null = -1;

	if (o->flags & EXEC_TTY) {
		c->tty = true;
		if (terminal_open(&c->out, &s->in, o->columns, o->rows))
			return -1;
		c->in = c->out;
		s->out = s->err = s->in;
		return 0;
	}
	if (o->flags & EXEC_INPUT) {
		if (make_pipe(&c->in, &s->in, true))
			return -1;
	} else {
		if (null < 0)
			null = open("/dev/null", O_RDWR | O_CLOEXEC);
		s->in = null;
		if (null < 0)
			return -1;
	}
	return make_pipe(&c->out, &s->out, false) || make_pipe(&c->err, &s->err, false) ? -1 : 0;
}

static void close_theirs(const struct order *o, struct spawn *s)
{
	if (o->flags & (EXEC_TTY | EXEC_INPUT))
		close_fd(&s->in);
	if (!(o->flags & EXEC_TTY)) {
		close_fd(&s->out);
		close_fd(&s->err);
	}
}

static void tell_error(uint32_t id, const struct spawn *s)
{
	static const char *const stages[] = {
		[STAGE_STREAMS] = "setting up the streams of",
		[STAGE_FORK] = "forking for",
		[STAGE_TERMINAL] = "taking the terminal for",
		[STAGE_EXEC] = "executing",
	};
	const char *program = s->argv[0], *why = strerror(s->error);
	const char *path = environment_get(s->envp, "PATH");

	if (s->stage == STAGE_NETNS)
		tx_error(id, s->error, "entering the network namespace \"%.256s\" for %.256s: %s",
			 s->netns, program, why);
	else if (s->stage == STAGE_CWD)
		tx_error(id, s->error, "changing to the directory %.1024s for %.256s: %s", s->cwd,
			 program, why);
	else if (s->error == ENOENT && !strchr(program, '/'))
		tx_error(id, ENOENT, "no program \"%.256s\" in PATH %.1024s", program,
			 path ? path : DEFAULT_PATH);
	else
		tx_error(id, s->error, "%s %.256s: %s", stages[s->stage], program, why);
}

void command_start(uint32_t id, const uint8_t *payload, size_t len)
{
	struct order o = { 0 };
	struct request *r;
	struct spawn s = { .in = -1, .out = -1, .err = -1 };
	uint8_t pid[4];
	int error = order_parse(&o, payload, len);

	if (error) {
		tx_error(id, error, "malformed EXEC of %zu bytes", len);
		return;
	}
	r = request_new(id, REQ_COMMAND);
	if (!r)
		goto out;
	r->command.in = r->command.out = r->command.err = -1;
	r->command.exited = true; /* nothing to kill yet */
	s.argv = o.argv;
	s.envp = o.envp;
	s.cwd = o.cwd[0] ? o.cwd : "/";
	s.netns = o.netns;
	s.tty = o.flags & EXEC_TTY;
	if (open_streams(&o, &r->command, &s)) {
		s.error = errno;
		s.stage = STAGE_STREAMS;
	} else {
		r->command.pid = spawn(&s);
	}
	close_theirs(&o, &s);
	if (s.error) {
		tell_error(id, &s);
		r->ended = true;
		goto out;
	}
	r->command.exited = false;
	store32(pid, (uint32_t)r->command.pid);
	tx_frame(MSG_STARTED, id, pid, sizeof(pid));
out:
	free(o.argv);
}
