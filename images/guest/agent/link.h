/* SPDX-License-Identifier: Apache-2.0 */
/* Network interfaces, whatever they are for. */
#ifndef SUBFLOW_LINK_H
#define SUBFLOW_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
