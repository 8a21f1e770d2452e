/* SPDX-License-Identifier: Apache-2.0 */
/* Moves a payload over one connection and tells, as JSON, how that went. */
#include "transfer.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEBIBYTE 1048576

static const char help[] =
	"usage: flow send|recv --connect HOST | --listen [OPTION...]\n"
	"Moves pseudo-random bytes and checks them with SHA-256; prints one line of JSON.\n"
	"  --port N      default 9735\n"
	"  --bind ADDR   local address (default: any)\n"
	"  --local-port N  local port of one that connects (default: any)\n"
	"  --fast-open   TCP Fast Open: the first bytes go with the SYN, once there is a cookie\n"
	"  -4, -6        listen on IPv4 or IPv6 alone\n"
	"  --mptcp       MPTCP, the default\n"
	"  --tcp         plain TCP\n"
	"  --bytes N     size of the payload (default 1048576); a receiver insists on it\n"
	"  --seed N      what the payload is made from (default 1); likewise\n"
	"  --rate N      send at most N bytes per second\n"
	"  --wait        connect, and send the payload when a line comes on stdin\n"
	"  --pause-at N  after N bytes go on when another line comes\n"
	"  --hold        keep the connection after the transfer until stdin ends\n"
	"Exit code 0 when the payload arrived intact, 1 when not or on an error, 2 on bad usage.\n";

static void report(int fd, const struct flow *flow,
		   const struct outcome *outcome)
{
	char local[ADDRESS_TEXT], peer[ADDRESS_TEXT], sha256[SHA256_TEXT];
	unsigned int subflows;
	const char *fallback = fallback_of(fd, &subflows);

	printf("{\"role\":\"%s\",\"bytes\":%" PRIu64 ",\"sha256\":\"%s\","
	       "\"intact\":%s,\"seconds\":%.6f,\"protocol\":\"%s\","
	       "\"fallback\":%s,\"subflows\":%u,\"local\":\"%s\","
	       "\"peer\":\"%s\"}\n",
	       flow->send ? "send" : "recv", outcome->bytes,
	       sha256_text(outcome->sha256, sha256),
	       outcome->intact ? "true" : "false",
	       (double)(outcome->ended - outcome->started) / 1e9,
	       protocol_of(fd), fallback, subflows, local_of(fd, local),
	       peer_of(fd, peer));
}

static int connection(const struct flow *flow)
{
	char local[ADDRESS_TEXT];
	int listener, fd;

	if (!flow->listen)
		return connect_to(&flow->socket, flow->host, flow->port);
	listener = listen_on(&flow->socket, flow->port);
	fprintf(stderr, "listening: %s over %s\n", local_of(listener, local),
		protocol_of(listener));
	do
		fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
	if (fd < 0)
		die("accept");
	/* The listener stays: joins of further subflows are refused where nothing listens. */
	return fd;
}

static void wait_for_end_of_stdin(void)
{
	char ignored[256];
	ssize_t n;

	do
		n = read(STDIN_FILENO, ignored, sizeof(ignored));
	while (n > 0 || (n < 0 && errno == EINTR));
}

/* The receiver of an orderly end knows that nothing followed the payload. */
static void finish(int fd, const struct flow *flow)
{
	unsigned int subflows;
	unsigned char extra;
	bool fell_back;
	ssize_t more;

	if (flow->hold)
		wait_for_end_of_stdin();
	fell_back = !strcmp(fallback_of(fd, &subflows), "true");
	if (shutdown(fd, SHUT_WR) && errno != ENOTCONN)
		die("shutdown");
	errno = 0;
	do
		more = read(fd, &extra, 1);
	while (more < 0 && errno == EINTR);
	if (more > 0)
		die("more came after the payload");
	/*
	 * Seen once of Linux 6.12: after a fallback the worker may close the MPTCP socket, as its subflow
	 * has ended, before it has noted the peer's FIN. A reset is an error of the socket, and told first.
	 */
	if (more < 0 && !(fell_back && errno == ENOTCONN))
		die("receive after the payload");
	close(fd);
}

static void parse(struct flow *flow, int argc, char **argv)
{
	static const struct option options[] = {
		{ "connect", required_argument, NULL, 'c' },
		{ "listen", no_argument, NULL, 'l' },
		{ "port", required_argument, NULL, 'p' },
		{ "bind", required_argument, NULL, 'b' },
		{ "local-port", required_argument, NULL, 'L' },
		{ "fast-open", no_argument, NULL, 'f' },
		{ "mptcp", no_argument, NULL, 'm' },
		{ "tcp", no_argument, NULL, 't' },
		{ "bytes", required_argument, NULL, 'n' },
		{ "seed", required_argument, NULL, 's' },
		{ "rate", required_argument, NULL, 'r' },
		{ "wait", no_argument, NULL, 'w' },
		{ "pause-at", required_argument, NULL, 'P' },
		{ "hold", no_argument, NULL, 'H' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "46", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			flow->host = optarg;
			break;
		case 'l':
			flow->listen = true;
			break;
		case 'p':
			flow->port = (uint16_t)parse_number("--port", optarg, 1,
							    UINT16_MAX);
			break;
		case 'b':
			flow->socket.bind = optarg;
			break;
		case 'L':
			flow->socket.local_port = (uint16_t)parse_number(
				"--local-port", optarg, 1, UINT16_MAX);
			break;
		case 'f':
			flow->socket.fast_open = true;
			break;
		case 'm':
			flow->socket.tcp = false;
			break;
		case 't':
			flow->socket.tcp = true;
			break;
		case 'n':
			flow->bytes = parse_number("--bytes", optarg, 0,
						   UINT64_MAX);
			flow->bytes_given = true;
			break;
		case 's':
			flow->seed = parse_number("--seed", optarg, 0,
						  UINT64_MAX);
			flow->seed_given = true;
			break;
		case 'r':
			flow->rate = parse_number("--rate", optarg, 1,
						  UINT64_MAX);
			break;
		case 'w':
			flow->wait = true;
			break;
		case 'P':
			flow->pause_at = parse_number("--pause-at", optarg, 1,
						      UINT64_MAX);
			break;
		case 'H':
			flow->hold = true;
			break;
		case '4':
			flow->socket.family = AF_INET;
			break;
		case '6':
			flow->socket.family = AF_INET6;
			break;
		case 'h':
			exit(fputs(help, stdout) < 0);
		default:
			exit(EXIT_USAGE);
		}
	}
	if (optind + 1 != argc ||
	    (strcmp(argv[optind], "send") && strcmp(argv[optind], "recv")))
		usage_error("say either \"send\" or \"recv\"");
	flow->send = !strcmp(argv[optind], "send");
	if (flow->listen == (flow->host != NULL))
		usage_error("say either --listen or --connect HOST");
	if (flow->listen && flow->socket.local_port)
		usage_error("--local-port is for --connect; --port is where to listen");
	if (flow->pause_at && flow->pause_at >= flow->bytes)
		usage_error("--pause-at must be less than --bytes");
}

int main(int argc, char **argv)
{
	struct flow flow = { .port = 9735, .bytes = MEBIBYTE, .seed = 1 };
	struct outcome outcome;
	int fd;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	parse(&flow, argc, argv);
	fd = connection(&flow);
	outcome = flow.send ? send_payload(fd, &flow) :
			      receive_payload(fd, &flow);
	report(fd, &flow, &outcome);
	finish(fd, &flow);
	return outcome.intact ? 0 : 1;
}
