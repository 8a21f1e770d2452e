/* SPDX-License-Identifier: Apache-2.0 */
/* A stream of bytes that a seed fully determines, however it is cut into pieces. */
#ifndef SUBFLOW_PAYLOAD_H
#define SUBFLOW_PAYLOAD_H

#include <stddef.h>
#include <stdint.h>

struct payload {
	uint64_t state;
	uint64_t word;
	unsigned int left;
};

void payload_init(struct payload *payload, uint64_t seed);
void payload_fill(struct payload *payload, unsigned char *to, size_t length);

#endif
