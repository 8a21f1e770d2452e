/* SPDX-License-Identifier: Apache-2.0 */
/* Messages to the kernel's rtnetlink and its answers, over one socket. */
#ifndef SUBFLOW_NETLINK_H
#define SUBFLOW_NETLINK_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct netlink_message {
	struct nlmsghdr header;
	char body[512];
};

/* Begins a message that is to be acknowledged; `body` is its fixed part. */
void netlink_begin(struct netlink_message *m, uint16_t type, uint16_t flags, const void *body,
		   size_t len);
/* All attributes of one message fit: the longest is a name or an IPv6 address. */
void netlink_add(struct netlink_message *m, uint16_t type, const void *data, size_t len);
void netlink_add32(struct netlink_message *m, uint16_t type, uint32_t value);

/* Sends, waits for the answer; its length, or -1 with errno. */
ssize_t netlink_ask(const struct netlink_message *m, void *answer, size_t size);
/*
 * Sends, waits for the acknowledgement; 0 or an errno. `why` is extended by the
 * kernel's own words about a refusal, where it has some.
 */
int netlink_talk(const struct netlink_message *m, char *why, size_t size);
/* The next message opens the socket again. */
void netlink_close(void);

#endif
