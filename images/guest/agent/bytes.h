/* SPDX-License-Identifier: Apache-2.0 */
/* Big-endian numbers in byte buffers, and a reader that cannot overrun. */
#ifndef SUBFLOW_BYTES_H
#define SUBFLOW_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t load16(const void *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return be16toh(v);
}

static inline uint32_t load32(const void *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return be32toh(v);
}

static inline uint64_t load64(const void *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

static inline void store16(void *p, uint16_t v)
{
	v = htobe16(v);
	memcpy(p, &v, sizeof(v));
}

static inline void store32(void *p, uint32_t v)
{
	v = htobe32(v);
	memcpy(p, &v, sizeof(v));
}

static inline void store64(void *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, sizeof(v));
}

/* Reads a payload from front to back; `bad` is set when it was too short. */
struct reader {
	const uint8_t *at;
	const uint8_t *end;
	bool bad;
};

static inline struct reader reader_of(const void *data, size_t len)
{
	return (struct reader){ data, (const uint8_t *)data + len, false };
}

static inline const uint8_t *reader_take(struct reader *r, size_t n)
{
	const uint8_t *at = r->at;

	if (r->bad || (size_t)(r->end - r->at) < n) {
		r->bad = true;
		return NULL;
	}
	r->at += n;
	return at;
}

static inline uint8_t reader_u8(struct reader *r)
{
	const uint8_t *p = reader_take(r, 1);

	return p ? *p : 0;
}

static inline uint16_t reader_u16(struct reader *r)
{
	const uint8_t *p = reader_take(r, 2);

	return p ? load16(p) : 0;
}

static inline uint32_t reader_u32(struct reader *r)
{
	const uint8_t *p = reader_take(r, 4);

	return p ? load32(p) : 0;
}

static inline uint64_t reader_u64(struct reader *r)
{
	const uint8_t *p = reader_take(r, 8);

	return p ? load64(p) : 0;
}

/* A string with its NUL inside the payload; "" when the payload is bad. */
static inline const char *reader_string(struct reader *r)
{
	const uint8_t *at = r->at;
	const uint8_t *nul = r->bad || at == r->end ? NULL : memchr(at, 0, (size_t)(r->end - at));

	if (!nul) {
		r->bad = true;
		return "";
	}
	r->at = nul + 1;
	return (const char *)at;
}

#endif
