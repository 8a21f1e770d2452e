/* SPDX-License-Identifier: Apache-2.0 */
#include "storm.h"
#include "storm-talk.h"

#include "net.h"
#include "payload.h"

#include <inttypes.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

#define STEPS_MAX 24
#define ALL_BYTES_FROM 7

struct tally storm_tally;
atomic_bool storm_over;

uint32_t roll(struct dice *dice, uint32_t sides)
{
	/* xorshift64* (Marsaglia 2003, Vigna 2016) */
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return (uint32_t)(dice->state * 0x2545f4914f6cdd1d >> 33) % sides;
}

void call_begins(struct worker *worker, const char *call)
{
	worker->call = call;
	worker->called = now_ns();
}

void call_ends(struct worker *worker)
{
	worker->called = 0;
}

void bound_waiting(int fd)
{
	const struct timeval patience = { .tv_usec = 200000 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

static void do_write(struct worker *worker, struct talk *talk)
{
	unsigned char piece[PIECE_MAX];
	size_t length = 1 + roll(&worker->dice, PIECE_MAX);
	struct payload next = talk->sent;
	ssize_t n;

	payload_fill(&next, piece, length);
	call_begins(worker, "send");
	n = send(talk->fd, piece, length,
		 MSG_NOSIGNAL | (roll(&worker->dice, 4) ? 0 : MSG_DONTWAIT));
	call_ends(worker);
	if (n > 0)
		payload_fill(&talk->sent, piece, (size_t)n);
}

static void tell_wrong(const struct talk *talk, const unsigned char *came,
		       const unsigned char *due, size_t length)
{
	char local[ADDRESS_TEXT], peer[ADDRESS_TEXT];
	unsigned int subflows = 0;
	const char *fallback = fallback_of(talk->fd, &subflows);
	size_t at = 0;

	while (at < length && came[at] == due[at])
		at++;
	fprintf(stderr,
		"wrong from byte %" PRIu64 " on: %s from %s, fallback %s, %u more subflows\n",
		talk->read + at, local_of(talk->fd, local), peer_of(talk->fd, peer), fallback,
		subflows);
	storm_tally.wrong++;
}

void check(struct talk *talk, const unsigned char *came, size_t length, bool stays)
{
	unsigned char due[PIECE_MAX];
	struct payload next = talk->received;

	if (talk->may_differ || talk->careless)
		return;
	payload_fill(&next, due, length);
	if (memcmp(came, due, length))
		tell_wrong(talk, came, due, length);
	if (stays)
		return;
	talk->received = next;
	talk->read += length;
	storm_tally.bytes += length;
}

static void do_read(struct worker *worker, struct talk *talk)
{
	static const int flags[] = { 0, 0, 0, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL };
	unsigned char came[PIECE_MAX];
	int how = flags[roll(&worker->dice, sizeof(flags) / sizeof(*flags))];
	ssize_t n;

	call_begins(worker, "recv");
	n = recv(talk->fd, came, 1 + roll(&worker->dice, sizeof(came)), how);
	call_ends(worker);
	if (n > 0)
		check(talk, came, (size_t)n, how & MSG_PEEK);
}

static void do_poll(struct worker *worker, struct talk *talk)
{
	struct pollfd fd = { .fd = talk->fd, .events = POLLIN | POLLOUT | POLLRDHUP };

	call_begins(worker, "poll");
	poll(&fd, 1, (int)roll(&worker->dice, 20));
	call_ends(worker);
}

static void do_options(struct worker *worker, struct talk *talk)
{
	static const int levels[] = { SOL_SOCKET, SOL_SOCKET, IPPROTO_TCP, IPPROTO_TCP,
				      IPPROTO_TCP, SOL_MPTCP };
	static const int names[] = { SO_SNDBUF, SO_KEEPALIVE, TCP_NODELAY, TCP_CORK,
				     TCP_INFO, 1 /* MPTCP_INFO */ };
	unsigned int which = roll(&worker->dice, sizeof(names) / sizeof(*names));
	int value = roll(&worker->dice, 2) ? 1 : 0;
	unsigned char answer[512];
	socklen_t length = sizeof(answer);

	call_begins(worker, "setsockopt");
	if (which < 4)
		setsockopt(talk->fd, levels[which], names[which], &value, sizeof(value));
	getsockopt(talk->fd, levels[which], names[which], answer, &length);
	call_ends(worker);
}

static void do_shutdown(struct worker *worker, struct talk *talk)
{
	static const int hows[] = { SHUT_WR, SHUT_WR, SHUT_RD, SHUT_RDWR };

	call_begins(worker, "shutdown");
	shutdown(talk->fd, hows[roll(&worker->dice, 4)]);
	call_ends(worker);
}

/* Gives the connection up, and the socket another life. */
static void do_disconnect(struct worker *worker, struct talk *talk)
{
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	call_begins(worker, "disconnect");
	connect(talk->fd, &nobody, sizeof(nobody));
	call_ends(worker);
	talk->may_differ = true;
}

static void do_fork(struct worker *worker, struct talk *talk)
{
	call_begins(worker, "fork");
	pid_t child = fork();

	if (!child) {
		recv(talk->fd, NULL, 0, MSG_DONTWAIT | MSG_PEEK);
		_exit(0); /* The kernel closes its copies of all sockets. */
	}
	if (child > 0)
		waitpid(child, NULL, 0);
	call_ends(worker);
}

struct beside {
	int fd;
	bool writes;
	uint32_t seed;
};

static void *use_beside(void *arg)
{
	struct beside *own = arg;
	unsigned char sink[PIECE_MAX] = { 0 };
	struct dice dice = { own->seed | 1 };

	for (int i = 0; i < 8; i++) {
		if (!own->writes || roll(&dice, 2))
			recv(own->fd, sink, 1 + roll(&dice, sizeof(sink)), 0);
		else
			send(own->fd, sink, 1 + roll(&dice, 2000), MSG_NOSIGNAL);
	}
	close(own->fd);
	return NULL;
}

/* Others use the connection at the same time, through descriptors of their own. */
static void do_share(struct worker *worker, struct talk *talk)
{
	struct beside own[2];
	pthread_t threads[2];
	size_t started = 0;

	talk->may_differ = true;
	for (; started < 2; started++) {
		own[started].fd = dup(talk->fd);
		own[started].writes = talk->careless;
		own[started].seed = roll(&worker->dice, UINT32_MAX);
		if (own[started].fd < 0)
			break;
		if (pthread_create(&threads[started], NULL, use_beside, &own[started])) {
			close(own[started].fd);
			break;
		}
	}
	for (int i = 0; i < 4; i++)
		do_read(worker, talk);
	if (roll(&worker->dice, 2))
		do_shutdown(worker, talk);
	call_begins(worker, "join");
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	call_ends(worker);
}

static void do_close(struct worker *worker, struct talk *talk)
{
	const struct linger abort_it = { .l_onoff = 1 };

	if (!roll(&worker->dice, 4)) {
		setsockopt(talk->fd, SOL_SOCKET, SO_LINGER, &abort_it, sizeof(abort_it));
		storm_tally.aborts++;
	}
	call_begins(worker, "close");
	close(talk->fd);
	call_ends(worker);
}

static void (*const rare[])(struct worker *, struct talk *) = {
	do_options, do_shutdown, do_disconnect, do_fork, do_share,
	do_pass, do_splice, do_epoll, do_nonsense,
};

/*
 * Whoever connects says first who it is, and whether what follows is checked. Who hasn't heard it
 * has nothing to talk about: it doesn't know what the other checks. Other words come from a
 * connection that is not the one it was made for.
 */
static bool agree(struct worker *worker, struct talk *talk)
{
	static const char words[] = "a storm";
	struct greeting {
		char words[sizeof(words)];
		unsigned char careless;
	} said = { .careless = roll(&worker->dice, 3) == 0 };
	ssize_t n;

	call_begins(worker, "the greeting");
	if (worker->connects) {
		memcpy(said.words, words, sizeof(words));
		n = send(talk->fd, &said, sizeof(said), MSG_NOSIGNAL);
	} else {
		n = recv(talk->fd, &said, sizeof(said), MSG_WAITALL);
	}
	call_ends(worker);
	if (n != sizeof(said))
		return false;
	talk->careless = said.careless;
	if (!memcmp(said.words, words, sizeof(words)))
		return true;
	storm_tally.strangers++;
	return false;
}

void converse(struct worker *worker, int fd)
{
	struct talk talk = { .fd = fd };
	uint32_t steps = roll(&worker->dice, STEPS_MAX);

	storm_tally.connections++;
	bound_waiting(fd);
	/* What one end sends is what the other is due, so one stream serves for both. */
	payload_init(&talk.sent, ALL_BYTES_FROM);
	payload_init(&talk.received, ALL_BYTES_FROM);
	if (!agree(worker, &talk))
		steps = 0;
	for (uint32_t i = 0; i < steps && !storm_over; i++) {
		uint32_t what = roll(&worker->dice, 15 + sizeof(rare) / sizeof(*rare));

		if (what < 7)
			do_write(worker, &talk);
		else if (what < 14)
			do_read(worker, &talk);
		else if (what < 15)
			do_poll(worker, &talk);
		else
			rare[what - 15](worker, &talk);
	}
	do_close(worker, &talk);
}
