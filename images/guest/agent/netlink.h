/* SPDX-License-Identifier: Apache-2.0 */
/* The rtnetlink half of MSG_CONFIGURE; each returns 0 or an errno, and why. */
#ifndef SUBFLOW_NETLINK_H
#define SUBFLOW_NETLINK_H

#include "configure.h"

int nic_apply(const struct line *l, char *why, size_t size);
int address_apply(const struct line *l, char *why, size_t size);
int route_apply(const struct line *l, char *why, size_t size);
int rule_apply(const struct line *l, char *why, size_t size);

/*
 * Index of the interface of that name; 0 when there is none. Unlike if_nametoindex(),
 * which has the kernel start modprobe for a name that it does not know.
 */
int link_index(const char *name);
/* Brings an interface up by name; 0 or an errno. */
int link_up(const char *name);

/* Renames, readdresses, raises. An empty `name`, a NULL `mac`, 0 `mtu`: leave as it is. */
int link_set(int index, const char *name, const uint8_t *mac, uint32_t mtu, bool up, char *why,
	     size_t size);
int link_down(int index, char *why, size_t size);

/* The end of a text. */
void netlink_done(void);
/* Index of the n-th virtio NIC in PCI order; 0 when there is none. */
int nic_index(uint32_t n);
/* Makes their carriers known and forgets the NICs. */
void nic_settle(void);

/* Turns a sysctl's key into a path; exported for tests. */
void sysctl_path(const char *key, char *path, size_t size);

#endif
