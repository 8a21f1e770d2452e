// SPDX-License-Identifier: Apache-2.0
#include "route.h"

#include "link.h"
#include "netlink.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <sys/socket.h>

static size_t address_size(const struct address *a)
{
	return a->family == AF_INET ? 4 : 16;
}

static void add_address(struct netlink_message *m, uint16_t type, const struct address *a)
{
	if (a->family)
		netlink_add(m, type, a->bytes, address_size(a));
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
	struct netlink_message m;
	int index = find_device(l->dev, why, size);

	if (!index)
		return ENODEV;
	body.ifa_index = (uint32_t)index;
	snprintf(why, size, "adding an address to %s", l->dev);
	netlink_begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof(body));
	add_address(&m, IFA_LOCAL, &l->to);
	add_address(&m, IFA_ADDRESS, &l->to);
	return netlink_talk(&m, why, size);
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
	struct netlink_message m;
	int index = l->dev[0] ? find_device(l->dev, why, size) : 0;

	if (l->dev[0] && !index)
		return ENODEV;
	snprintf(why, size, "adding the route");
	netlink_begin(&m, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof(body));
	if (l->to.prefix)
		add_address(&m, RTA_DST, &l->to);
	add_address(&m, RTA_GATEWAY, &l->via);
	add_address(&m, RTA_PREFSRC, &l->src);
	netlink_add32(&m, RTA_TABLE, l->table ? l->table : (uint32_t)RT_TABLE_MAIN);
	if (index)
		netlink_add32(&m, RTA_OIF, (uint32_t)index);
	if (l->metric)
		netlink_add32(&m, RTA_PRIORITY, l->metric);
	return netlink_talk(&m, why, size);
}

int rule_apply(const struct line *l, char *why, size_t size)
{
	struct fib_rule_hdr body = {
		.family = (uint8_t)l->to.family,
		.src_len = l->to.prefix,
		.action = FR_ACT_TO_TBL,
	};
	struct netlink_message m;
	int error;

	snprintf(why, size, "adding the rule");
	netlink_begin(&m, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body));
	if (l->to.prefix)
		add_address(&m, FRA_SRC, &l->to);
	netlink_add32(&m, FRA_TABLE, l->table);
	if (l->has_pref)
		netlink_add32(&m, FRA_PRIORITY, l->pref);
	error = netlink_talk(&m, why, size);
	return error == EEXIST ? 0 : error;
}
