/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a MSG_CONFIGURE. */
#ifndef SUBFLOW_PARSE_H
#define SUBFLOW_PARSE_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define ENTROPY_MAX 512

struct address {
	int family; /* AF_INET, AF_INET6, or 0: none */
	uint8_t bytes[16];
	uint8_t prefix;
};

enum line_kind {
	LINE_EMPTY, /* nothing, or a comment */
	LINE_HOSTNAME,
	LINE_TIME,
	LINE_ENTROPY,
	LINE_NIC,
	LINE_ADDRESS,
	LINE_ROUTE,
	LINE_RULE,
	LINE_SYSCTL,
};

/* One line, understood. Strings are the caller's text, cut with NULs. */
struct line {
	enum line_kind kind;
	char *name;  /* host name, sysctl key */
	char *value; /* of a sysctl */
	struct timespec time;
	uint8_t entropy[ENTROPY_MAX];
	size_t entropy_len;

	uint32_t nic;	       /* n-th virtio NIC in PCI order */
	char dev[IF_NAMESIZE]; /* "" when not given, as with the rest */
	bool has_mac, up;
	uint8_t mac[6];
	uint32_t mtu;

	struct address to; /* addr, route, rule's "from" */
	struct address via, src;
	uint32_t table, pref, metric;
	bool has_pref;
};

/* Understands a line, cutting it up; NULL, or what is wrong with it. */
const char *line_parse(char *text, struct line *line);

#endif
