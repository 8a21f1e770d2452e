/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_FD_H
#define SUBFLOW_FD_H

#include <unistd.h>

/* Closes what is open and makes it -1. */
static inline void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

#endif
