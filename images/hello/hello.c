// SPDX-License-Identifier: Apache-2.0
/*
 * hello server PORT [mptcp]
 * hello client ADDRESS PORT [mptcp]
 * The client says hello, the server answers, and both keep the connection until
 * the client's standard input ends. Without "mptcp" this is any TCP program.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* What the kernel made of it, whatever was asked for. */
static void print_protocol(int fd)
{
	int protocol = 0;
	socklen_t size = sizeof(protocol);

	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0)
		die("SO_PROTOCOL");
	printf("protocol: %d\n", protocol);
	fflush(stdout);
}

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text))
		die("send");
}

/* Reads a line into a string without its end; 0 when the peer has closed. */
static int hear(int fd, char *line, size_t size)
{
	size_t n = 0;

	while (n + 1 < size) {
		ssize_t got = recv(fd, line + n, 1, 0);

		if (got < 0)
			die("recv");
		if (got == 0 || line[n] == '\n')
			break;
		n++;
	}
	line[n] = '\0';
	return n > 0;
}

static void serve(const char *port, int protocol)
{
	struct sockaddr_in6 any = {
		.sin6_family = AF_INET6,
		.sin6_port = htons((unsigned short)atoi(port)),
		.sin6_addr = IN6ADDR_ANY_INIT,
	};
	int one = 1;
	int listener = socket(AF_INET6, SOCK_STREAM, protocol);
	char line[100];
	int fd;

	if (listener < 0)
		die("socket");
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&any, sizeof(any)) < 0 || listen(listener, 8) < 0)
		die("listen");
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		die("accept");
	print_protocol(fd);
	while (hear(fd, line, sizeof(line))) {
		printf("received: %s\n", line);
		fflush(stdout);
		say(fd, "hello from a server in C\n");
	}
}

static void call(const char *address, const char *port, int protocol)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	int is_six = strchr(address, ':') != NULL;
	char line[100];
	int fd;

	four.sin_port = six.sin6_port = htons((unsigned short)atoi(port));
	if (inet_pton(is_six ? AF_INET6 : AF_INET, address,
		      is_six ? (void *)&six.sin6_addr : (void *)&four.sin_addr) != 1)
		die(address);
	fd = socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM, protocol);
	if (fd < 0)
		die("socket");
	if (connect(fd, is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four,
		    is_six ? sizeof(six) : sizeof(four)) < 0)
		die("connect");
	print_protocol(fd);
	say(fd, "hello from a client in C\n");
	if (!hear(fd, line, sizeof(line)))
		die("the server left");
	printf("received: %s\n", line);
	fflush(stdout);
	while (getchar() != EOF)
		;
}

int main(int argc, char **argv)
{
	int protocol = argc > 2 && !strcmp(argv[argc - 1], "mptcp") ? IPPROTO_MPTCP : 0;

	if (argc >= 3 && !strcmp(argv[1], "server")) {
		serve(argv[2], protocol);
	} else if (argc >= 4 && !strcmp(argv[1], "client")) {
		call(argv[2], argv[3], protocol);
	} else {
		fprintf(stderr, "usage: hello server PORT [mptcp] | client ADDRESS PORT [mptcp]\n");
		return 2;
	}
	return 0;
}
