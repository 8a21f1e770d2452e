// SPDX-License-Identifier: Apache-2.0
#include "link.h"

#include "netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

int link_index(const char *name)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC };
	char answer[4096] __attribute__((aligned(8)));
	const struct nlmsghdr *h = (const struct nlmsghdr *)answer;
	struct netlink_message m;
	ssize_t n;

	netlink_begin(&m, RTM_GETLINK, 0, &body, sizeof(body));
	m.header.nlmsg_flags = NLM_F_REQUEST;
	netlink_add(&m, IFLA_IFNAME, name, strlen(name) + 1);
	netlink_add32(&m, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	n = netlink_ask(&m, answer, sizeof(answer));
	if (n < (ssize_t)NLMSG_LENGTH(sizeof(body)) || h->nlmsg_type != RTM_NEWLINK)
		return 0;
	return ((const struct ifinfomsg *)NLMSG_DATA(h))->ifi_index;
}

int link_set(int index, const char *name, const uint8_t *mac, uint32_t mtu, bool up, char *why,
	     size_t size)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct netlink_message m;

	if (up)
		body.ifi_flags = body.ifi_change = IFF_UP;
	netlink_begin(&m, RTM_NEWLINK, 0, &body, sizeof(body));
	if (mac)
		netlink_add(&m, IFLA_ADDRESS, mac, 6);
	if (mtu)
		netlink_add32(&m, IFLA_MTU, mtu);
	if (name[0])
		netlink_add(&m, IFLA_IFNAME, name, strlen(name) + 1);
	return netlink_talk(&m, why, size);
}

int link_down(int index, char *why, size_t size)
{
	struct ifinfomsg body = { .ifi_index = index, .ifi_change = IFF_UP };
	struct netlink_message m;

	netlink_begin(&m, RTM_NEWLINK, 0, &body, sizeof(body));
	return netlink_talk(&m, why, size);
}

int link_up(const char *name)
{
	char why[64] = "";
	int index = link_index(name);

	return index ? link_set(index, "", NULL, 0, true, why, sizeof(why)) : ENODEV;
}
