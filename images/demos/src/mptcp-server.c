/* SPDX-License-Identifier: Apache-2.0 */
/* Prints each byte that any client sends, and answers it with the next byte a second later. */
#include "net.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CLIENTS 1000
#define MAX_PENDING 256
#define NS_PER_MS 1000000

static const char help[] =
	"usage: mptcp-server [OPTION...]\n"
	"Prints each byte that a client sends, and answers it with the next byte.\n"
	"  --port N      listen on this port (default 9734)\n"
	"  --bind ADDR   listen on this address (default: all, IPv4 and IPv6)\n"
	"  -4, -6        IPv4 or IPv6 alone\n"
	"  --tcp         plain TCP instead of MPTCP\n"
	"  --delay-ms N  answer after this time (default 1000)\n";

struct reply {
	int64_t due;
	unsigned char byte;
};

/* The replies are a ring: `pending` of them, the oldest at `first`. */
struct client {
	int fd;
	unsigned int first;
	unsigned int pending;
	bool ended;
	char peer[ADDRESS_TEXT];
	struct reply replies[MAX_PENDING];
};

/* Slot 0 of polled is the listener, slot i + 1 is clients[i]. */
static struct client *clients[MAX_CLIENTS];
static struct pollfd polled[MAX_CLIENTS + 1];
static unsigned int client_count;

static void add_client(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct client *client;

	/* A client that gave up before it was accepted is no reason to stop. */
	if (fd < 0)
		return;
	client = calloc(1, sizeof(*client));
	if (!client)
		die("memory for a client");
	client->fd = fd;
	peer_of(fd, client->peer);
	clients[client_count++] = client;
	printf("connected: %s over %s\n", client->peer, protocol_of(fd));
}

static void remove_client(unsigned int index, const char *why)
{
	printf("closed: %s %s\n", clients[index]->peer, why);
	close(clients[index]->fd);
	free(clients[index]);
	clients[index] = clients[--client_count];
}

/* Returns why the client is gone, or NULL. */
static const char *receive(struct client *client, int64_t delay)
{
	unsigned char bytes[MAX_PENDING];
	char text[5];
	ssize_t n = read(client->fd, bytes, MAX_PENDING - client->pending);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? NULL : strerror(errno);
	client->ended = n == 0;
	for (ssize_t i = 0; i < n; i++) {
		unsigned int slot = client->first + client->pending++;

		client->replies[slot % MAX_PENDING] =
			(struct reply){ now_ns() + delay, bytes[i] + 1 };
		printf("received: %s from %s\n", shown(bytes[i], text),
		       client->peer);
	}
	return client->ended && !client->pending ? "by the client" : NULL;
}

/* Sends what is due; returns why the client is gone, or NULL. */
static const char *answer(struct client *client, int64_t now)
{
	while (client->pending && client->replies[client->first].due <= now) {
		if (write(client->fd, &client->replies[client->first].byte, 1) < 0)
			return errno == EAGAIN ? NULL : strerror(errno);
		client->first = (client->first + 1) % MAX_PENDING;
		client->pending--;
	}
	return client->ended && !client->pending ? "by the client" : NULL;
}

/* Sets up the events to wait for; returns how long to wait, in ms, or -1. */
static int prepare(int listener, int64_t now)
{
	int64_t wait = -1;

	polled[0] = (struct pollfd){ listener, POLLIN, 0 };
	if (client_count == MAX_CLIENTS)
		polled[0].events = 0;
	for (unsigned int i = 0; i < client_count; i++) {
		struct client *client = clients[i];
		int64_t left = client->replies[client->first].due - now;
		short events = 0;

		if (!client->ended && client->pending < MAX_PENDING)
			events |= POLLIN;
		if (client->pending && left <= 0)
			events |= POLLOUT;
		else if (client->pending && (wait < 0 || left < wait))
			wait = left;
		polled[i + 1] = (struct pollfd){ client->fd, events, 0 };
	}
	return wait < 0 ? -1 : (int)((wait + NS_PER_MS - 1) / NS_PER_MS);
}

static void serve(int listener, int64_t delay)
{
	for (;;) {
		int wait = prepare(listener, now_ns());
		unsigned int known = client_count;

		if (poll(polled, known + 1, wait) < 0 && errno != EINTR)
			die("poll");
		/* Backwards, because removing moves the last one into the gap. */
		for (unsigned int i = known; i-- > 0;) {
			short events = polled[i + 1].revents;
			const char *gone = NULL;

			if (events & POLLIN)
				gone = receive(clients[i], delay);
			if (!gone)
				gone = answer(clients[i], now_ns());
			if (!gone && events & (POLLERR | POLLHUP))
				gone = "by an error";
			if (gone)
				remove_client(i, gone);
		}
		if (polled[0].revents & POLLIN)
			add_client(listener);
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "bind", required_argument, NULL, 'b' },
		{ "tcp", no_argument, NULL, 't' },
		{ "delay-ms", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct socket_options socket_options = { .family = AF_UNSPEC };
	char local[ADDRESS_TEXT];
	uint16_t port = DEFAULT_PORT;
	int64_t delay = 1000;
	int option, listener;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	while ((option = getopt_long(argc, argv, "46", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			port = (uint16_t)parse_number("--port", optarg, 0,
						      UINT16_MAX);
			break;
		case 'b':
			socket_options.bind = optarg;
			break;
		case 't':
			socket_options.tcp = true;
			break;
		case 'd':
			delay = (int64_t)parse_number("--delay-ms", optarg, 0,
						      3600000);
			break;
		case '4':
			socket_options.family = AF_INET;
			break;
		case '6':
			socket_options.family = AF_INET6;
			break;
		case 'h':
			return fputs(help, stdout) < 0;
		default:
			return EXIT_USAGE;
		}
	}
	if (optind < argc)
		usage_error("unknown argument \"%s\"", argv[optind]);
	listener = listen_on(&socket_options, port);
	printf("listening: %s over %s\n", local_of(listener, local),
	       protocol_of(listener));
	serve(listener, delay * NS_PER_MS);
}
