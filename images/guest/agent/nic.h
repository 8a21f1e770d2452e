/* SPDX-License-Identifier: Apache-2.0 */
/* The virtio NICs of the machine, counted in PCI order whatever they are called. */
#ifndef SUBFLOW_NIC_H
#define SUBFLOW_NIC_H

#include "parse.h"

#include <stddef.h>

/* Does a LINE_NIC; 0 or an errno, and why. */
int nic_apply(const struct line *l, char *why, size_t size);
/* Makes their carriers known and forgets the NICs. */
void nic_settle(void);

#endif
