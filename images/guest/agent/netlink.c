// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "netlink.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct message {
	struct nlmsghdr header;
	char body[512];
};

static int socket_fd = -1;

static void begin(struct message *m, uint16_t type, uint16_t flags, const void *body, size_t len)
{
	memset(m, 0, sizeof(*m));
	m->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(len);
	m->header.nlmsg_type = type;
	m->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	memcpy(NLMSG_DATA(&m->header), body, len);
}

/* All attributes of one message fit: the longest is a name or an IPv6 address. */
static void attribute(struct message *m, uint16_t type, const void *data, size_t len)
{
	struct rtattr *a = (void *)((char *)m + NLMSG_ALIGN(m->header.nlmsg_len));

	a->rta_type = type;
	a->rta_len = (uint16_t)RTA_LENGTH(len);
	memcpy(RTA_DATA(a), data, len);
	m->header.nlmsg_len = (uint32_t)(NLMSG_ALIGN(m->header.nlmsg_len) + RTA_LENGTH(len));
}

static void attribute32(struct message *m, uint16_t type, uint32_t value)
{
	attribute(m, type, &value, sizeof(value));
}

static size_t address_size(const struct address *a)
{
	return a->family == AF_INET ? 4 : 16;
}

static void attribute_address(struct message *m, uint16_t type, const struct address *a)
{
	if (a->family)
		attribute(m, type, a->bytes, address_size(a));
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

/* Sends, waits for the acknowledgement; 0 or an errno. `why` is extended. */
static int talk(struct message *m, char *why, size_t size)
{
	char answer[4096] __attribute__((aligned(8)));
	struct nlmsghdr *h = (struct nlmsghdr *)answer;
	const struct nlmsgerr *e = NLMSG_DATA(h);
	ssize_t n;

	if (open_socket() || send(socket_fd, m, m->header.nlmsg_len, 0) < 0)
		return errno;
	n = recv(socket_fd, answer, sizeof(answer), 0);
	if (n < 0)
		return errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof(*e)) || h->nlmsg_type != NLMSG_ERROR)
		return EPROTO;
	if (e->error && (h->nlmsg_flags & NLM_F_ACK_TLVS) && (h->nlmsg_flags & NLM_F_CAPPED))
		read_words(h, (size_t)n, why, size);
	return -e->error;
}

void netlink_done(void)
{
	nic_settle();
	if (socket_fd >= 0)
		close(socket_fd);
	socket_fd = -1;
}

int link_index(const char *name)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC };
	char answer[4096] __attribute__((aligned(8)));
	const struct nlmsghdr *h = (const struct nlmsghdr *)answer;
	struct message m;
	ssize_t n;

	begin(&m, RTM_GETLINK, 0, &body, sizeof(body));
	m.header.nlmsg_flags = NLM_F_REQUEST;
	attribute(&m, IFLA_IFNAME, name, strlen(name) + 1);
	attribute32(&m, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	if (open_socket() || send(socket_fd, &m, m.header.nlmsg_len, 0) < 0)
		return 0;
	n = recv(socket_fd, answer, sizeof(answer), 0);
	if (n < (ssize_t)NLMSG_LENGTH(sizeof(body)) || h->nlmsg_type != RTM_NEWLINK)
		return 0;
	return ((const struct ifinfomsg *)NLMSG_DATA(h))->ifi_index;
}

int link_set(int index, const char *name, const uint8_t *mac, uint32_t mtu, bool up, char *why,
	     size_t size)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct message m;

	if (up)
		body.ifi_flags = body.ifi_change = IFF_UP;
	begin(&m, RTM_NEWLINK, 0, &body, sizeof(body));
	if (mac)
		attribute(&m, IFLA_ADDRESS, mac, 6);
	if (mtu)
		attribute32(&m, IFLA_MTU, mtu);
	if (name[0])
		attribute(&m, IFLA_IFNAME, name, strlen(name) + 1);
	return talk(&m, why, size);
}

int link_down(int index, char *why, size_t size)
{
	struct ifinfomsg body = { .ifi_index = index, .ifi_change = IFF_UP };
	struct message m;

	begin(&m, RTM_NEWLINK, 0, &body, sizeof(body));
	return talk(&m, why, size);
}

int link_up(const char *name)
{
	char why[64] = "";
	int index = link_index(name);

	return index ? link_set(index, "", NULL, 0, true, why, sizeof(why)) : ENODEV;
}

static int find_device(const char *dev, char *why, size_t size)
{
	int index = link_index(dev);

	if (!index)
		snprintf(why, size, "interface \"%s\"", dev);
	return index;
}

int address_apply(const struct line *l, char *why, size_t size)
{
	struct ifaddrmsg body = {
		.ifa_family = (uint8_t)l->to.family,
		.ifa_prefixlen = l->to.prefix,
		/* Nobody else has it, and no scenario wants to wait until that is proven. */
		.ifa_flags = l->to.family == AF_INET6 ? IFA_F_NODAD : 0,
	};
	struct message m;
	int index = find_device(l->dev, why, size);

	if (!index)
		return ENODEV;
	body.ifa_index = (uint32_t)index;
	snprintf(why, size, "adding an address to %s", l->dev);
	begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof(body));
	attribute_address(&m, IFA_LOCAL, &l->to);
	attribute_address(&m, IFA_ADDRESS, &l->to);
	return talk(&m, why, size);
}

int route_apply(const struct line *l, char *why, size_t size)
{
	struct rtmsg body = {
		.rtm_family = (uint8_t)l->to.family,
		.rtm_dst_len = l->to.prefix,
		.rtm_table = RT_TABLE_UNSPEC,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = l->via.family || l->to.family == AF_INET6 ? RT_SCOPE_UNIVERSE
								       : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	struct message m;
	int index = l->dev[0] ? find_device(l->dev, why, size) : 0;

	if (l->dev[0] && !index)
		return ENODEV;
	snprintf(why, size, "adding the route");
	begin(&m, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof(body));
	if (l->to.prefix)
		attribute_address(&m, RTA_DST, &l->to);
	attribute_address(&m, RTA_GATEWAY, &l->via);
	attribute_address(&m, RTA_PREFSRC, &l->src);
	attribute32(&m, RTA_TABLE, l->table ? l->table : (uint32_t)RT_TABLE_MAIN);
	if (index)
		attribute32(&m, RTA_OIF, (uint32_t)index);
	if (l->metric)
		attribute32(&m, RTA_PRIORITY, l->metric);
	return talk(&m, why, size);
}

int rule_apply(const struct line *l, char *why, size_t size)
{
	struct fib_rule_hdr body = {
		.family = (uint8_t)l->to.family,
		.src_len = l->to.prefix,
		.action = FR_ACT_TO_TBL,
	};
	struct message m;
	int error;

	snprintf(why, size, "adding the rule");
	begin(&m, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body));
	if (l->to.prefix)
		attribute_address(&m, FRA_SRC, &l->to);
	attribute32(&m, FRA_TABLE, l->table);
	if (l->has_pref)
		attribute32(&m, FRA_PRIORITY, l->pref);
	error = talk(&m, why, size);
	return error == EEXIST ? 0 : error;
}
