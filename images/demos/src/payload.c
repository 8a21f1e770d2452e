/* SPDX-License-Identifier: Apache-2.0 */
#include "payload.h"

void payload_init(struct payload *payload, uint64_t seed)
{
	payload->state = seed;
	payload->word = 0;
	payload->left = 0;
}

/* SplitMix64 (Steele, Lea, Flood 2014): any seed is a good seed. */
static uint64_t next_word(struct payload *payload)
{
	uint64_t z = payload->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

void payload_fill(struct payload *payload, unsigned char *to, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!payload->left) {
			payload->word = next_word(payload);
			payload->left = 8;
		}
		to[i] = (unsigned char)payload->word;
		payload->word >>= 8;
		payload->left--;
	}
}
