/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/mptcp.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

#define FAST_OPEN_QUEUE 16

static const char *errno_name(int error)
{
	const char *name = strerrorname_np(error);

	return name ? name : "unknown error";
}

void die(const char *what, ...)
{
	int error = errno;
	va_list args;

	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, what);
	vfprintf(stderr, what, args);
	va_end(args);
	if (error)
		fprintf(stderr, ": %s (%s)", errno_name(error), strerror(error));
	fputc('\n', stderr);
	exit(EXIT_FAILURE);
}

void usage_error(const char *what, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, what);
	vfprintf(stderr, what, args);
	va_end(args);
	fprintf(stderr, "; see %s --help\n", program_invocation_short_name);
	exit(EXIT_USAGE);
}

uint64_t parse_number(const char *option, const char *text, uint64_t min,
		      uint64_t max)
{
	char *end;
	uint64_t value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < min ||
	    value > max)
		usage_error("%s is \"%s\", not a number from %" PRIu64
			    " to %" PRIu64, option, text, min, max);
	return value;
}

struct address parse_address(const char *text, uint16_t port)
{
	struct address result = { 0 };
	struct sockaddr_in *v4 = (struct sockaddr_in *)&result.storage;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&result.storage;
	const char *percent = strchr(text, '%');
	char plain[INET6_ADDRSTRLEN];
	size_t length = percent ? (size_t)(percent - text) : strlen(text);

	if (length >= sizeof(plain))
		usage_error("\"%s\" is not a numeric address", text);
	memcpy(plain, text, length);
	plain[length] = '\0';
	if (!percent && inet_pton(AF_INET, plain, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		result.length = sizeof(*v4);
		return result;
	}
	if (inet_pton(AF_INET6, plain, &v6->sin6_addr) != 1)
		usage_error("\"%s\" is not a numeric IPv4 or IPv6 address", text);
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(port);
	if (percent) {
		v6->sin6_scope_id = if_nametoindex(percent + 1);
		if (!v6->sin6_scope_id)
			die("interface \"%s\" of address \"%s\"", percent + 1,
			    text);
	}
	result.length = sizeof(*v6);
	return result;
}

static struct address parse_for(const struct socket_options *options,
				const char *text, uint16_t port)
{
	struct address address = parse_address(text, port);

	if (options->family != AF_UNSPEC &&
	    options->family != address.storage.ss_family)
		usage_error("\"%s\" is not an address of the family asked for",
			    text);
	return address;
}

static int open_socket(const struct socket_options *options, int family)
{
	int protocol = options->tcp ? IPPROTO_TCP : IPPROTO_MPTCP;

	return socket(family, SOCK_STREAM | SOCK_CLOEXEC, protocol);
}

static void must_open(int fd, const struct socket_options *options)
{
	if (fd >= 0)
		return;
	if (!options->tcp && (errno == ENOPROTOOPT || errno == EPROTONOSUPPORT))
		die("no MPTCP socket; is net.mptcp.enabled 1 and CONFIG_MPTCP set?");
	die("socket");
}

static void bind_to(int fd, const struct address *address, const char *text)
{
	const int one = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)))
		die("SO_REUSEADDR");
	if (bind(fd, (const struct sockaddr *)&address->storage,
		 address->length))
		die("bind to %s", text);
}

static void set_fast_open(int fd, int option, int value)
{
	if (setsockopt(fd, IPPROTO_TCP, option, &value, sizeof(value)))
		die("TCP Fast Open");
}

/* Where a socket that connects shall come from, if that was said. */
static void bind_source(int fd, const struct socket_options *options,
			int family)
{
	const char *any = family == AF_INET ? "0.0.0.0" : "::";
	struct address source;

	if (!options->bind && !options->local_port)
		return;
	source = options->bind ?
			 parse_for(options, options->bind, options->local_port) :
			 parse_address(any, options->local_port);
	bind_to(fd, &source, options->bind ? options->bind : any);
}

/* Every address of this host: IPv6 that also takes IPv4, else IPv4 alone. */
static int open_any(const struct socket_options *options, uint16_t port,
		    struct address *address)
{
	const int v6_only = options->family == AF_INET6;
	int fd = -1;

	if (options->family != AF_INET) {
		*address = parse_address("::", port);
		fd = open_socket(options, AF_INET6);
		if (fd >= 0 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY,
					  &v6_only, sizeof(v6_only)))
			die("IPV6_V6ONLY");
		if (fd >= 0 || v6_only || errno != EAFNOSUPPORT)
			return fd;
	}
	*address = parse_address("0.0.0.0", port);
	return open_socket(options, AF_INET);
}

int listen_on(const struct socket_options *options, uint16_t port)
{
	struct address address;
	int fd;

	if (options->bind) {
		address = parse_for(options, options->bind, port);
		fd = open_socket(options, address.storage.ss_family);
	} else {
		fd = open_any(options, port, &address);
	}
	must_open(fd, options);
	bind_to(fd, &address, options->bind ? options->bind : "every address");
	if (options->fast_open)
		set_fast_open(fd, TCP_FASTOPEN, FAST_OPEN_QUEUE);
	if (listen(fd, SOMAXCONN))
		die("listen on port %u", port);
	return fd;
}

int connect_to(const struct socket_options *options, const char *host,
	       uint16_t port)
{
	struct address address = parse_for(options, host, port);
	int fd = open_socket(options, address.storage.ss_family);

	must_open(fd, options);
	bind_source(fd, options, address.storage.ss_family);
	if (options->fast_open)
		set_fast_open(fd, TCP_FASTOPEN_CONNECT, 1);
	if (connect(fd, (struct sockaddr *)&address.storage, address.length))
		die("connect to %s port %u", host, port);
	return fd;
}

const char *protocol_of(int fd)
{
	int protocol = 0;
	socklen_t length = sizeof(protocol);

	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length))
		die("SO_PROTOCOL");
	return protocol == IPPROTO_MPTCP ? "mptcp" : "tcp";
}

const char *fallback_of(int fd, unsigned int *subflows)
{
	struct mptcp_info info = { 0 };
	socklen_t length = sizeof(info);

	*subflows = 0;
	if (strcmp(protocol_of(fd), "mptcp"))
		return "null";
	if (getsockopt(fd, SOL_MPTCP, MPTCP_INFO, &info, &length)) {
		/* After a fallback the option is unknown: to IPv4 and to IPv6 in their own words. */
		if (errno == EOPNOTSUPP || errno == ENOPROTOOPT)
			return "true";
		die("MPTCP_INFO");
	}
	*subflows = info.mptcpi_subflows;
	return info.mptcpi_flags & MPTCP_INFO_FLAG_FALLBACK ? "true" : "false";
}

static const char *text_of(const struct sockaddr_storage *address,
			   char text[ADDRESS_TEXT])
{
	char plain[INET6_ADDRSTRLEN] = "?";

	if (address->ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)address;

		inet_ntop(AF_INET6, &v6->sin6_addr, plain, sizeof(plain));
		snprintf(text, ADDRESS_TEXT, "[%s]:%u", plain,
			 ntohs(v6->sin6_port));
	} else {
		const struct sockaddr_in *v4 = (const void *)address;

		inet_ntop(AF_INET, &v4->sin_addr, plain, sizeof(plain));
		snprintf(text, ADDRESS_TEXT, "%s:%u", plain,
			 ntohs(v4->sin_port));
	}
	return text;
}

const char *local_of(int fd, char text[ADDRESS_TEXT])
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &length))
		die("getsockname");
	return text_of(&address, text);
}

const char *peer_of(int fd, char text[ADDRESS_TEXT])
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = sizeof(address);

	/* A peer that is gone already has no address any more. */
	if (getpeername(fd, (struct sockaddr *)&address, &length))
		return strcpy(text, "unknown");
	return text_of(&address, text);
}

const char *shown(unsigned char byte, char text[5])
{
	if (byte > ' ' && byte < 0x7f)
		snprintf(text, 5, "%c", byte);
	else
		snprintf(text, 5, "\\x%02x", byte);
	return text;
}

int64_t now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}
