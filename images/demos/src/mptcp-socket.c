/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel for an MPTCP socket and tells what it answered, as JSON. */
#include "net.h"
#include "transfer.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ECHOED 4096

static const char help[] =
	"usage: mptcp-socket [-4|-6] [--self PORT]\n"
	"Opens an MPTCP socket and prints {\"ok\":true,...} or {\"ok\":false,\"errno\":NAME,...}.\n"
	"  --self PORT   also connects it to itself on the loopback, as a simultaneous open of TCP,\n"
	"                and tells how many of 4096 bytes came back, and whether intact\n"
	"Exit code 0 in either case, 1 when connecting to itself fails, 2 on bad usage.\n";

/* Connects the socket to the address that it is bound to. */
static void connect_to_itself(int fd, int family, uint16_t port)
{
	const char *loopback = family == AF_INET ? "127.0.0.1" : "::1";
	struct address self = parse_address(loopback, port);
	const struct sockaddr *address = (const struct sockaddr *)&self.storage;

	if (bind(fd, address, self.length))
		die("bind to %s port %u", loopback, port);
	if (connect(fd, address, self.length))
		die("connect to itself");
}

/* What comes back of 4096 bytes, up to the end of the stream. */
static size_t echo(int fd, bool *intact)
{
	unsigned char sent[ECHOED], came[ECHOED];
	size_t length;

	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = (unsigned char)(i * 31 + i / 256);
	/* So little fits the buffers: it need not be read meanwhile. */
	if (write(fd, sent, sizeof(sent)) != sizeof(sent))
		die("send");
	if (shutdown(fd, SHUT_WR))
		die("shutdown");
	length = receive_all(fd, came, sizeof(came));
	*intact = length == sizeof(sent) && !memcmp(sent, came, length);
	return length;
}

static void talk_to_itself(int fd)
{
	unsigned int subflows;
	const char *fallback = fallback_of(fd, &subflows);
	bool intact;
	size_t echoed = echo(fd, &intact);

	printf("{\"ok\":true,\"protocol\":\"%s\",\"fallback\":%s,\"echoed\":%zu,\"intact\":%s}\n",
	       protocol_of(fd), fallback, echoed, intact ? "true" : "false");
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "self", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int family = AF_INET;
	uint16_t self = 0;
	int option, fd;

	signal(SIGPIPE, SIG_IGN);
	while ((option = getopt_long(argc, argv, "46", options, NULL)) != -1) {
		switch (option) {
		case '4':
			family = AF_INET;
			break;
		case '6':
			family = AF_INET6;
			break;
		case 's':
			self = (uint16_t)parse_number("--self", optarg, 1,
						      UINT16_MAX);
			break;
		case 'h':
			exit(fputs(help, stdout) < 0);
		default:
			exit(EXIT_USAGE);
		}
	}
	if (optind != argc)
		usage_error("unknown argument \"%s\"", argv[optind]);
	fd = socket(family, SOCK_STREAM, IPPROTO_MPTCP);
	if (fd < 0) {
		const char *name = strerrorname_np(errno);

		printf("{\"ok\":false,\"errno\":\"%s\",\"message\":\"%s\"}\n",
		       name ? name : "?", strerror(errno));
		return 0;
	}
	if (self) {
		connect_to_itself(fd, family, self);
		talk_to_itself(fd);
	} else {
		printf("{\"ok\":true,\"protocol\":\"%s\"}\n", protocol_of(fd));
	}
	close(fd);
	return 0;
}
