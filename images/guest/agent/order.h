/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_ORDER_H
#define SUBFLOW_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* A MSG_EXEC, understood. */
struct order {
	uint8_t flags;
	uint16_t columns, rows;
	const char *cwd, *netns;
	char **argv; /* begins a block that the caller frees; the strings are the payload's */
	char **envp; /* in that block; with defaults for what the payload leaves out */
};

/* 0, or an errno; then there is nothing to free. */
int order_parse(struct order *o, const uint8_t *payload, size_t len);

#endif
