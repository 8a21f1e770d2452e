/* SPDX-License-Identifier: Apache-2.0 */
#include "puppet.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum kind { NUMBER, TEXT, LINGER, MILLISECONDS, ERROR };

static const struct option {
	const char *name;
	int level;
	int code;
	enum kind kind;
} options[] = {
	{ "SO_ERROR", SOL_SOCKET, SO_ERROR, ERROR },
	{ "SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, NUMBER },
	{ "SO_LINGER", SOL_SOCKET, SO_LINGER, LINGER },
	{ "SO_MARK", SOL_SOCKET, SO_MARK, NUMBER },
	{ "SO_PRIORITY", SOL_SOCKET, SO_PRIORITY, NUMBER },
	{ "SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL, NUMBER },
	{ "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, NUMBER },
	{ "SO_RCVLOWAT", SOL_SOCKET, SO_RCVLOWAT, NUMBER },
	{ "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, NUMBER },
	{ "SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO, MILLISECONDS },
	{ "SO_TIMESTAMPING", SOL_SOCKET, SO_TIMESTAMPING, NUMBER },
	{ "IP_BIND_ADDRESS_NO_PORT", IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, NUMBER },
	{ "IP_FREEBIND", IPPROTO_IP, IP_FREEBIND, NUMBER },
	{ "IP_TOS", IPPROTO_IP, IP_TOS, NUMBER },
	{ "IP_TRANSPARENT", IPPROTO_IP, IP_TRANSPARENT, NUMBER },
	{ "IPV6_FREEBIND", IPPROTO_IPV6, IPV6_FREEBIND, NUMBER },
	{ "IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, NUMBER },
	{ "IPV6_TRANSPARENT", IPPROTO_IPV6, IPV6_TRANSPARENT, NUMBER },
	{ "IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY, NUMBER },
	{ "TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, TEXT },
	{ "TCP_CORK", IPPROTO_TCP, TCP_CORK, NUMBER },
	{ "TCP_DEFER_ACCEPT", IPPROTO_TCP, TCP_DEFER_ACCEPT, NUMBER },
	{ "TCP_FASTOPEN", IPPROTO_TCP, TCP_FASTOPEN, NUMBER },
	{ "TCP_FASTOPEN_CONNECT", IPPROTO_TCP, TCP_FASTOPEN_CONNECT, NUMBER },
	{ "TCP_INQ", IPPROTO_TCP, TCP_INQ, NUMBER },
	{ "TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, NUMBER },
	{ "TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, NUMBER },
	{ "TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, NUMBER },
	{ "TCP_MAXSEG", IPPROTO_TCP, TCP_MAXSEG, NUMBER },
	{ "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, NUMBER },
	{ "TCP_NOTSENT_LOWAT", IPPROTO_TCP, TCP_NOTSENT_LOWAT, NUMBER },
	{ "TCP_ULP", IPPROTO_TCP, TCP_ULP, TEXT },
};

static const struct option *find(const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (!strcmp(options[i].name, name))
			return &options[i];
	errno = ENOENT;
	return NULL;
}

int option_set(int fd, const char *name, const char *value, FILE *answer)
{
	const struct option *option = find(name);
	int number = (int)strtol(value, NULL, 0);
	struct linger linger = { .l_onoff = 1, .l_linger = number };
	struct timeval time = { .tv_sec = number / 1000,
				.tv_usec = number % 1000 * 1000 };

	(void)answer;
	if (!option)
		return -1;
	switch (option->kind) {
	case TEXT:
		return setsockopt(fd, option->level, option->code, value,
				  (socklen_t)strlen(value));
	case LINGER:
		return setsockopt(fd, option->level, option->code, &linger,
				  sizeof(linger));
	case MILLISECONDS:
		return setsockopt(fd, option->level, option->code, &time,
				  sizeof(time));
	default:
		return setsockopt(fd, option->level, option->code, &number,
				  sizeof(number));
	}
}

int option_get(int fd, const char *name, FILE *answer)
{
	const struct option *option = find(name);
	struct linger linger = { 0 };
	struct timeval time = { 0 };
	char text[64] = "";
	int number = 0;
	socklen_t length;

	if (!option)
		return -1;
	switch (option->kind) {
	case TEXT:
		length = sizeof(text) - 1;
		if (getsockopt(fd, option->level, option->code, text, &length))
			return -1;
		fprintf(answer, ",\"value\":\"%s\"", text);
		return 0;
	case LINGER:
		length = sizeof(linger);
		if (getsockopt(fd, option->level, option->code, &linger, &length))
			return -1;
		number = linger.l_onoff ? linger.l_linger : -1;
		break;
	case MILLISECONDS:
		length = sizeof(time);
		if (getsockopt(fd, option->level, option->code, &time, &length))
			return -1;
		number = (int)(time.tv_sec * 1000 + time.tv_usec / 1000);
		break;
	default:
		length = sizeof(number);
		if (getsockopt(fd, option->level, option->code, &number, &length))
			return -1;
	}
	if (option->kind == ERROR)
		fprintf(answer, ",\"value\":\"%s\"",
			number ? strerrorname_np(number) : "none");
	else
		fprintf(answer, ",\"value\":%d", number);
	return 0;
}
