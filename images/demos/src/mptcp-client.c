/* SPDX-License-Identifier: Apache-2.0 */
/* Sends a byte, prints the byte that comes back, sends that, for ever. */
#include "net.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_HOST "192.168.53.37"

static const char help[] =
	"usage: mptcp-client [OPTION...] [HOST [PORT]]\n"
	"Connects to HOST (default " DEFAULT_HOST ") PORT (default 9734), sends the byte A,\n"
	"prints what comes back, sends that, for ever.\n"
	"  --bind ADDR   connect from this address\n"
	"  --tcp         plain TCP instead of MPTCP\n"
	"  --count N     end after N answers\n";

static void converse(int fd, uint64_t count)
{
	unsigned char byte = 'A';
	char text[5];

	for (uint64_t i = 0; !count || i < count; i++) {
		ssize_t n;

		if (write(fd, &byte, 1) != 1)
			die("send");
		do
			n = read(fd, &byte, 1);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			die("receive");
		errno = 0;
		if (n == 0)
			die("the server closed the connection");
		printf("received: %s\n", shown(byte, text));
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "bind", required_argument, NULL, 'b' },
		{ "tcp", no_argument, NULL, 't' },
		{ "count", required_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct socket_options socket_options = { .family = AF_UNSPEC };
	const char *host = DEFAULT_HOST;
	char local[ADDRESS_TEXT], peer[ADDRESS_TEXT];
	uint16_t port = DEFAULT_PORT;
	uint64_t count = 0;
	int fd, option;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'b':
			socket_options.bind = optarg;
			break;
		case 't':
			socket_options.tcp = true;
			break;
		case 'c':
			count = parse_number("--count", optarg, 1, UINT64_MAX);
			break;
		case 'h':
			return fputs(help, stdout) < 0;
		default:
			return EXIT_USAGE;
		}
	}
	if (argc - optind > 2)
		usage_error("at most a host and a port, not \"%s\"",
			    argv[optind + 2]);
	if (optind < argc)
		host = argv[optind];
	if (optind + 1 < argc)
		port = (uint16_t)parse_number("PORT", argv[optind + 1], 1,
					      UINT16_MAX);
	fd = connect_to(&socket_options, host, port);
	printf("connected: %s to %s over %s\n", local_of(fd, local),
	       peer_of(fd, peer), protocol_of(fd));
	converse(fd, count);
	close(fd);
	return 0;
}
