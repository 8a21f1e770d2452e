// SPDX-License-Identifier: Apache-2.0
#include "netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int socket_fd = -1;

void netlink_begin(struct netlink_message *m, uint16_t type, uint16_t flags, const void *body,
		   size_t len)
{
	memset(m, 0, sizeof(*m));
	m->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(len);
	m->header.nlmsg_type = type;
	m->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	memcpy(NLMSG_DATA(&m->header), body, len);
}

void netlink_add(struct netlink_message *m, uint16_t type, const void *data, size_t len)
{
	struct rtattr *a = (void *)((char *)m + NLMSG_ALIGN(m->header.nlmsg_len));

	a->rta_type = type;
	a->rta_len = (uint16_t)RTA_LENGTH(len);
	memcpy(RTA_DATA(a), data, len);
	m->header.nlmsg_len = (uint32_t)(NLMSG_ALIGN(m->header.nlmsg_len) + RTA_LENGTH(len));
}

void netlink_add32(struct netlink_message *m, uint16_t type, uint32_t value)
{
	netlink_add(m, type, &value, sizeof(value));
}

static int open_socket(void)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int one = 1;

	if (socket_fd >= 0)
		return 0;
	socket_fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (socket_fd < 0)
		return -1;
	setsockopt(socket_fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(socket_fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	return connect(socket_fd, (struct sockaddr *)&kernel, sizeof(kernel));
}

/* The kernel's own words about a refusal, where it has some. */
static void read_words(const struct nlmsghdr *h, size_t len, char *why, size_t size)
{
	const char *at = (const char *)NLMSG_DATA(h) + sizeof(struct nlmsgerr);
	const char *end = (const char *)h + (h->nlmsg_len < len ? h->nlmsg_len : len);

	while (end - at >= (long)sizeof(struct nlattr)) {
		struct nlattr a;
		size_t used = strlen(why);

		memcpy(&a, at, sizeof(a));
		if (a.nla_len < sizeof(a) || a.nla_len > end - at)
			return;
		if ((a.nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG)
			snprintf(why + used, size - used, " (%.*s)", (int)(a.nla_len - sizeof(a)),
				 at + sizeof(a));
		at += NLA_ALIGN(a.nla_len);
	}
}

ssize_t netlink_ask(const struct netlink_message *m, void *answer, size_t size)
{
	if (open_socket() || send(socket_fd, m, m->header.nlmsg_len, 0) < 0)
		return -1;
	return recv(socket_fd, answer, size, 0);
}

int netlink_talk(const struct netlink_message *m, char *why, size_t size)
{
	char answer[4096] __attribute__((aligned(8)));
	struct nlmsghdr *h = (struct nlmsghdr *)answer;
	const struct nlmsgerr *e = NLMSG_DATA(h);
	ssize_t n = netlink_ask(m, answer, sizeof(answer));

	if (n < 0)
		return errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof(*e)) || h->nlmsg_type != NLMSG_ERROR)
		return EPROTO;
	if (e->error && (h->nlmsg_flags & NLM_F_ACK_TLVS) && (h->nlmsg_flags & NLM_F_CAPPED))
		read_words(h, (size_t)n, why, size);
	return -e->error;
}

void netlink_close(void)
{
	if (socket_fd >= 0)
		close(socket_fd);
	socket_fd = -1;
}
