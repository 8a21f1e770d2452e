/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses, routes and rules; each returns 0 or an errno, and why. */
#ifndef SUBFLOW_ROUTE_H
#define SUBFLOW_ROUTE_H

#include "parse.h"

#include <stddef.h>

int address_apply(const struct line *l, char *why, size_t size);
int route_apply(const struct line *l, char *why, size_t size);
int rule_apply(const struct line *l, char *why, size_t size);

#endif
