/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs share: addresses, sockets, and errors that end the program. */
#ifndef SUBFLOW_NET_H
#define SUBFLOW_NET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define EXIT_USAGE 2
#define DEFAULT_PORT 9734
#define ADDRESS_TEXT 80

struct address {
	struct sockaddr_storage storage;
	socklen_t length;
};

/* How a socket is made: AF_UNSPEC is dual stack when listening, port 0 is any when connecting. */
struct socket_options {
	bool tcp;
	bool fast_open;
	int family;
	const char *bind;
	uint16_t local_port;
};

/* Says what failed, with the error's name and text, and exits with 1. */
void die(const char *what, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Says what is wrong with the arguments and exits with 2. */
void usage_error(const char *what, ...)
	__attribute__((format(printf, 1, 2), noreturn));

/* A decimal number from min to max, or a usage error that names the option. */
uint64_t parse_number(const char *option, const char *text, uint64_t min,
		      uint64_t max);

/* A numeric IPv4 or IPv6 address, the latter perhaps with %scope. */
struct address parse_address(const char *text, uint16_t port);

/* A listening socket; exits when there can be none. */
int listen_on(const struct socket_options *options, uint16_t port);

/* A connected socket; exits when there can be none. */
int connect_to(const struct socket_options *options, const char *host,
	       uint16_t port);

/* "mptcp" or "tcp", as SO_PROTOCOL tells it. */
const char *protocol_of(int fd);

/* Whether MPTCP became plain TCP: "true", "false", or "null" where the question makes no sense. */
const char *fallback_of(int fd, unsigned int *subflows);

/* ADDRESS:PORT of this end or of the other, IPv6 in brackets. */
const char *local_of(int fd, char text[ADDRESS_TEXT]);
const char *peer_of(int fd, char text[ADDRESS_TEXT]);

/* A byte as a reader can see it: itself, or \xNN. */
const char *shown(unsigned char byte, char text[5]);

/* Nanoseconds of the monotonic clock. */
int64_t now_ns(void);

#endif
