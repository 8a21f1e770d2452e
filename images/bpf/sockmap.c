// SPDX-License-Identifier: GPL-2.0
/*
 * sockmap MAP mptcp|tcp
 * Two clients, of that protocol, connect to an MPTCP listener on the loopback;
 * the accepted sockets are put into the pinned BPF map MAP. What the first client
 * sends should then come out at the second one.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define IPPROTO_MPTCP_NUMBER 262
#define TEXT "redirected"

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_map(const char *path)
{
	union bpf_attr attr = { .pathname = (uintptr_t)path };
	int fd = (int)syscall(SYS_bpf, BPF_OBJ_GET, &attr, sizeof(attr));

	if (fd < 0)
		die(path);
	return fd;
}

static int put(int map, uint32_t index, int sock)
{
	uint64_t value = (uint64_t)sock;
	union bpf_attr attr = {
		.map_fd = (uint32_t)map,
		.key = (uintptr_t)&index,
		.value = (uintptr_t)&value,
	};

	return (int)syscall(SYS_bpf, BPF_MAP_UPDATE_ELEM, &attr, sizeof(attr));
}

static int new_socket(int protocol)
{
	int fd = socket(AF_INET, SOCK_STREAM, protocol);

	if (fd < 0)
		die("socket");
	return fd;
}

static int protocol_of(int fd)
{
	int protocol = 0;
	socklen_t size = sizeof(protocol);

	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0)
		die("SO_PROTOCOL");
	return protocol;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct timeval patience = { .tv_sec = 10 };
	socklen_t size = sizeof(address);
	int listener, protocol, map, client[2], accepted[2];
	char text[sizeof(TEXT)] = "";

	if (argc != 3) {
		fprintf(stderr, "usage: sockmap MAP mptcp|tcp\n");
		return 2;
	}
	map = open_map(argv[1]);
	protocol = strcmp(argv[2], "mptcp") ? IPPROTO_TCP : IPPROTO_MPTCP_NUMBER;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = new_socket(IPPROTO_MPTCP_NUMBER);
	if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 8) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &size) < 0)
		die("listen");
	for (uint32_t i = 0; i < 2; i++) {
		client[i] = new_socket(protocol);
		if (connect(client[i], (struct sockaddr *)&address, size) < 0)
			die("connect");
		accepted[i] = accept(listener, NULL, NULL);
		if (accepted[i] < 0)
			die("accept");
		printf("protocol: %d\n", protocol_of(accepted[i]));
	}
	for (uint32_t i = 0; i < 2; i++) {
		if (put(map, i, accepted[i]) < 0) {
			printf("refused: %s\n", strerrorname_np(errno));
			return 0;
		}
	}
	if (send(client[0], TEXT, strlen(TEXT), 0) < 0)
		die("send");
	setsockopt(client[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (recv(client[1], text, strlen(TEXT), MSG_WAITALL) < 0)
		die("recv");
	printf("second client: %s\n", text);
	return 0;
}
