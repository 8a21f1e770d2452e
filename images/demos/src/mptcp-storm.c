/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many threads that do to connections what programs do, and what they should not, in an order that
 * follows from a seed. Whatever happens to a connection, the bytes that come are those that were
 * sent, and every call returns.
 */
#include "net.h"
#include "payload.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

#define THREADS_MAX 64
#define SECONDS_MAX 60
#define STEPS_MAX 24
#define PIECE_MAX 16384
#define ALL_BYTES_FROM 7
#define STUCK_SECONDS 30

static const char help[] =
	"usage: mptcp-storm [--seed N] [--threads N] [--seconds N] [--port N] serve|ADDRESS...\n"
	"Serves connections, or makes them to these addresses in turn: reads, writes, polls, sets\n"
	"options, shuts down, disconnects, aborts, forks and closes in random order. The server's\n"
	"listener closes and comes back meanwhile. Each end sends the same stream of bytes, and\n"
	"checks what comes.\n"
	"Prints what was done as JSON. Exit code 0, 1 when a byte was wrong, 2 on bad usage, 3 when\n"
	"a call did not return.\n";

struct dice {
	uint64_t state;
};

struct talk {
	int fd;
	bool careless; /* both ends let several write at once, and check nothing */
	bool may_differ; /* others read it, too */
	uint64_t read;
	struct payload sent;
	struct payload received;
};

struct worker {
	pthread_t thread;
	struct dice dice;
	_Atomic int64_t called; /* when its call began, 0 outside of calls */
	const char *_Atomic call;
};

static struct worker workers[THREADS_MAX];
static struct address peers[THREADS_MAX];
static size_t peers_count;
static uint16_t port = DEFAULT_PORT;
static _Atomic int listener = -1;
static atomic_bool over;
static _Atomic uint64_t connections, refused, bytes, aborts, wrong;

static uint32_t roll(struct dice *dice, uint32_t sides)
{
	/* xorshift64* (Marsaglia 2003, Vigna 2016) */
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return (uint32_t)(dice->state * 0x2545f4914f6cdd1d >> 33) % sides;
}

static void begin(struct worker *worker, const char *call)
{
	worker->call = call;
	worker->called = now_ns();
}

/* Keeps errno. */
static void end(struct worker *worker)
{
	worker->called = 0;
}

static void bound_waiting(int fd)
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
	begin(worker, "send");
	n = send(talk->fd, piece, length,
		 MSG_NOSIGNAL | (roll(&worker->dice, 4) ? 0 : MSG_DONTWAIT));
	end(worker);
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
	wrong++;
}

static void do_read(struct worker *worker, struct talk *talk)
{
	static const int flags[] = { 0, 0, 0, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL };
	unsigned char came[PIECE_MAX], due[PIECE_MAX];
	int how = flags[roll(&worker->dice, sizeof(flags) / sizeof(*flags))];
	ssize_t n;

	begin(worker, "recv");
	n = recv(talk->fd, came, 1 + roll(&worker->dice, sizeof(came)), how);
	end(worker);
	if (n <= 0 || talk->may_differ || talk->careless)
		return;
	struct payload next = talk->received;

	payload_fill(&next, due, (size_t)n);
	if (memcmp(came, due, (size_t)n))
		tell_wrong(talk, came, due, (size_t)n);
	if (!(how & MSG_PEEK)) {
		talk->received = next;
		talk->read += (uint64_t)n;
		bytes += (uint64_t)n;
	}
}

static void do_poll(struct worker *worker, struct talk *talk)
{
	struct pollfd fd = { .fd = talk->fd, .events = POLLIN | POLLOUT | POLLRDHUP };

	begin(worker, "poll");
	poll(&fd, 1, (int)roll(&worker->dice, 20));
	end(worker);
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

	begin(worker, "setsockopt");
	if (which < 4)
		setsockopt(talk->fd, levels[which], names[which], &value, sizeof(value));
	getsockopt(talk->fd, levels[which], names[which], answer, &length);
	end(worker);
}

static void do_shutdown(struct worker *worker, struct talk *talk)
{
	static const int hows[] = { SHUT_WR, SHUT_WR, SHUT_RD, SHUT_RDWR };

	begin(worker, "shutdown");
	shutdown(talk->fd, hows[roll(&worker->dice, 4)]);
	end(worker);
}

/* Gives the connection up, and the socket another life. */
static void do_disconnect(struct worker *worker, struct talk *talk)
{
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	begin(worker, "disconnect");
	connect(talk->fd, &nobody, sizeof(nobody));
	end(worker);
	talk->may_differ = true;
}

static void do_fork(struct worker *worker, struct talk *talk)
{
	begin(worker, "fork");
	pid_t child = fork();

	if (!child) {
		recv(talk->fd, NULL, 0, MSG_DONTWAIT | MSG_PEEK);
		_exit(0); /* The kernel closes its copies of all sockets. */
	}
	if (child > 0)
		waitpid(child, NULL, 0);
	end(worker);
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
	begin(worker, "join");
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	end(worker);
}

static void do_close(struct worker *worker, struct talk *talk)
{
	const struct linger abort_it = { .l_onoff = 1 };

	if (!roll(&worker->dice, 4)) {
		setsockopt(talk->fd, SOL_SOCKET, SO_LINGER, &abort_it, sizeof(abort_it));
		aborts++;
	}
	begin(worker, "close");
	close(talk->fd);
	end(worker);
}

static void (*const rare[])(struct worker *, struct talk *) = {
	do_options, do_shutdown, do_disconnect, do_fork, do_share,
};

/* The first byte says whether what follows is checked; whoever connects decides. */
static bool is_careless(struct worker *worker, int fd)
{
	unsigned char kind = roll(&worker->dice, 3) == 0;

	begin(worker, "the first byte");
	if (peers_count)
		send(fd, &kind, 1, MSG_NOSIGNAL);
	else if (recv(fd, &kind, 1, 0) != 1)
		kind = 1;
	end(worker);
	return kind;
}

static void converse(struct worker *worker, int fd)
{
	struct talk talk = { .fd = fd };
	uint32_t steps = roll(&worker->dice, STEPS_MAX);

	connections++;
	bound_waiting(fd);
	talk.careless = is_careless(worker, fd);
	/* What one end sends is what the other is due, so one stream serves for both. */
	payload_init(&talk.sent, ALL_BYTES_FROM);
	payload_init(&talk.received, ALL_BYTES_FROM);
	for (uint32_t i = 0; i < steps && !over; i++) {
		uint32_t what = roll(&worker->dice, 20);

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

static int new_listener(void)
{
	const struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	const int one = 1;
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_MPTCP);

	if (fd < 0)
		die("no MPTCP socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)&any, sizeof(any)) || listen(fd, 8))
		die("listening on port %u", port);
	return fd;
}

static void *serve(void *arg)
{
	struct worker *worker = arg;

	while (!over) {
		struct pollfd ready = { .fd = listener, .events = POLLIN };
		int fd;

		begin(worker, "accept");
		poll(&ready, 1, 50);
		fd = accept4(ready.fd, NULL, NULL, SOCK_CLOEXEC);
		end(worker);
		if (fd >= 0)
			converse(worker, fd);
	}
	return NULL;
}

static void *make(void *arg)
{
	struct worker *worker = arg;

	while (!over) {
		const struct address *peer = &peers[roll(&worker->dice, (uint32_t)peers_count)];
		int fd = socket(peer->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC,
				IPPROTO_MPTCP);
		int failed;

		if (fd < 0)
			die("no MPTCP socket");
		bound_waiting(fd);
		begin(worker, "connect");
		failed = connect(fd, (const struct sockaddr *)&peer->storage, peer->length);
		end(worker);
		if (!failed) {
			converse(worker, fd);
			continue;
		}
		refused++;
		begin(worker, "close");
		close(fd);
		end(worker);
		usleep(1000);
	}
	return NULL;
}

/* Closes the listener while connections wait on it. */
static void change_listener(struct dice *dice)
{
	int old = listener;

	listener = new_listener();
	usleep(roll(dice, 50000));
	close(old);
}

static void must_not_be_stuck(const struct worker *worker)
{
	int64_t since = worker->called;

	if (since && now_ns() - since > (int64_t)STUCK_SECONDS * 1000000000) {
		fprintf(stderr, "mptcp-storm: %s has not returned for %d s\n", worker->call,
			STUCK_SECONDS);
		exit(3);
	}
}

static void storm(uint64_t seed, size_t threads, uint64_t seconds)
{
	struct dice dice = { seed * 2 + 1 };
	int64_t until = now_ns() + (int64_t)seconds * 1000000000;

	for (size_t i = 0; i < threads; i++) {
		workers[i].dice.state = (seed + i + 1) * 0x9e3779b97f4a7c15 | 1;
		if (pthread_create(&workers[i].thread, NULL, peers_count ? make : serve,
				   &workers[i]))
			die("thread");
	}
	while (now_ns() < until) {
		usleep(100000);
		for (size_t i = 0; i < threads; i++)
			must_not_be_stuck(&workers[i]);
		if (!peers_count && !roll(&dice, 4))
			change_listener(&dice);
	}
	over = true;
	for (size_t i = 0; i < threads; i++) {
		while (pthread_tryjoin_np(workers[i].thread, NULL)) {
			usleep(10000);
			must_not_be_stuck(&workers[i]);
		}
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "threads", required_argument, NULL, 't' },
		{ "seconds", required_argument, NULL, 'd' },
		{ "port", required_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	uint64_t seed = 1, threads = 8, seconds = 10;
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 's':
			seed = parse_number("--seed", optarg, 0, UINT64_MAX / 2);
			break;
		case 't':
			threads = parse_number("--threads", optarg, 1, THREADS_MAX);
			break;
		case 'd':
			seconds = parse_number("--seconds", optarg, 1, SECONDS_MAX);
			break;
		case 'p':
			port = (uint16_t)parse_number("--port", optarg, 1, UINT16_MAX);
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_SUCCESS;
		default:
			return EXIT_USAGE;
		}
	}
	if (optind == argc)
		usage_error("neither \"serve\" nor an address");
	signal(SIGPIPE, SIG_IGN);
	if (strcmp(argv[optind], "serve")) {
		for (; optind < argc && peers_count < THREADS_MAX; optind++)
			peers[peers_count++] = parse_address(argv[optind], port);
	} else {
		listener = new_listener();
		puts("listening");
		fflush(stdout);
	}
	storm(seed, threads, seconds);
	printf("{\"connections\":%" PRIu64 ",\"refused\":%" PRIu64 ",\"bytes\":%" PRIu64
	       ",\"aborts\":%" PRIu64 ",\"wrong\":%" PRIu64 "}\n",
	       connections, refused, bytes, aborts, wrong);
	return wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}
