/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_CRC32_H
#define SUBFLOW_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of zlib and java.util.zip; begin with 0, go on with what it returned. */
uint32_t crc32(uint32_t crc, const void *data, size_t len);

#endif
