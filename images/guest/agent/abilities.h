/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_ABILITIES_H
#define SUBFLOW_ABILITIES_H

#include <stdbool.h>

/* What this agent may do; main.c sets it before anything is served. */
struct abilities {
	bool configure; /* may change addresses, routes, the host name */
	bool machine;	/* owns the machine: clock, entropy, power */
};

extern struct abilities abilities;

#endif
