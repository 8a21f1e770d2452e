/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 as FIPS 180-4 defines it. */
#ifndef SUBFLOW_SHA256_H
#define SUBFLOW_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32
#define SHA256_TEXT (2 * SHA256_SIZE + 1)

struct sha256 {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
};

void sha256_init(struct sha256 *hash);
void sha256_update(struct sha256 *hash, const void *data, size_t length);
void sha256_final(struct sha256 *hash, unsigned char digest[SHA256_SIZE]);

/* The digest in lower-case hexadecimal. */
const char *sha256_text(const unsigned char digest[SHA256_SIZE],
			char text[SHA256_TEXT]);

#endif
