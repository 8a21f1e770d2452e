/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_CLOCK_H
#define SUBFLOW_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Time that only goes forward, for deadlines. */
static inline int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
