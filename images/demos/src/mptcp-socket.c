/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel for an MPTCP socket and tells what it answered, as JSON. */
#include "net.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
	"usage: mptcp-socket [-4|-6]\n"
	"Opens an MPTCP socket and prints {\"ok\":true,...} or {\"ok\":false,\"errno\":NAME,...}.\n"
	"Exit code 0 in either case.\n";

int main(int argc, char **argv)
{
	int family = AF_INET;
	int fd;

	if (argc > 2)
		usage_error("one option at most");
	if (argc == 2 && !strcmp(argv[1], "--help"))
		return fputs(help, stdout) < 0;
	if (argc == 2 && !strcmp(argv[1], "-6"))
		family = AF_INET6;
	else if (argc == 2 && strcmp(argv[1], "-4"))
		usage_error("unknown argument \"%s\"", argv[1]);
	fd = socket(family, SOCK_STREAM, IPPROTO_MPTCP);
	if (fd < 0) {
		const char *name = strerrorname_np(errno);

		printf("{\"ok\":false,\"errno\":\"%s\",\"message\":\"%s\"}\n",
		       name ? name : "?", strerror(errno));
		return 0;
	}
	printf("{\"ok\":true,\"protocol\":\"%s\"}\n", protocol_of(fd));
	close(fd);
	return 0;
}
