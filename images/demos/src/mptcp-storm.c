/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many threads that do to connections what programs do, and what they should not, in an order that
 * follows from a seed. Whatever happens to a connection, the bytes that come are those that were
 * sent, and every call returns.
 */
#include "net.h"
#include "storm.h"

#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS_MAX 64
#define SECONDS_MAX 60
#define STUCK_SECONDS 30

static const char help[] =
	"usage: mptcp-storm [--seed N] [--threads N] [--seconds N] [--port N] serve|ADDRESS...\n"
	"Serves connections, or makes them to these addresses in turn: reads, writes, polls, sets\n"
	"options, shuts down, disconnects, aborts, forks and closes in random order. The server's\n"
	"listener closes and comes back meanwhile. Each end sends the same stream of bytes, and\n"
	"checks what comes.\n"
	"Prints what was done as JSON. Exit code 0, 1 when a byte was wrong, 2 on bad usage, 3 when\n"
	"a call did not return.\n";

static struct {
	pthread_t thread;
	struct worker worker;
} workers[THREADS_MAX];

static struct address peers[THREADS_MAX];
static size_t peers_count;
static uint16_t port = DEFAULT_PORT;
static _Atomic int listener = -1;

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

	while (!storm_over) {
		struct pollfd ready = { .fd = listener, .events = POLLIN };
		int fd;

		call_begins(worker, "accept");
		poll(&ready, 1, 50);
		fd = accept4(ready.fd, NULL, NULL, SOCK_CLOEXEC);
		call_ends(worker);
		if (fd >= 0)
			converse(worker, fd);
	}
	return NULL;
}

static void *make(void *arg)
{
	struct worker *worker = arg;

	while (!storm_over) {
		const struct address *peer = &peers[roll(&worker->dice, (uint32_t)peers_count)];
		int fd = socket(peer->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC,
				IPPROTO_MPTCP);
		int failed;

		if (fd < 0)
			die("no MPTCP socket");
		bound_waiting(fd);
		call_begins(worker, "connect");
		failed = connect(fd, (const struct sockaddr *)&peer->storage, peer->length);
		call_ends(worker);
		if (!failed) {
			converse(worker, fd);
			continue;
		}
		storm_tally.refused++;
		call_begins(worker, "close");
		close(fd);
		call_ends(worker);
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
		workers[i].worker.connects = peers_count > 0;
		workers[i].worker.dice.state = (seed + i + 1) * 0x9e3779b97f4a7c15 | 1;
		if (pthread_create(&workers[i].thread, NULL, peers_count ? make : serve,
				   &workers[i].worker))
			die("thread");
	}
	while (now_ns() < until) {
		usleep(100000);
		for (size_t i = 0; i < threads; i++)
			must_not_be_stuck(&workers[i].worker);
		if (!peers_count && !roll(&dice, 4))
			change_listener(&dice);
	}
	storm_over = true;
	for (size_t i = 0; i < threads; i++) {
		while (pthread_tryjoin_np(workers[i].thread, NULL)) {
			usleep(10000);
			must_not_be_stuck(&workers[i].worker);
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
	       ",\"aborts\":%" PRIu64 ",\"strangers\":%" PRIu64 ",\"wrong\":%" PRIu64 "}\n",
	       storm_tally.connections, storm_tally.refused, storm_tally.bytes,
	       storm_tally.aborts, storm_tally.strangers, storm_tally.wrong);
	return storm_tally.wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}
