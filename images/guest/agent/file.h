/* SPDX-License-Identifier: Apache-2.0 */
/* MSG_PUT and MSG_GET: whole files, checked with a CRC32 at the end. */
#ifndef SUBFLOW_FILE_H
#define SUBFLOW_FILE_H

#include "request.h"

#include <stddef.h>
#include <stdint.h>

void file_put(uint32_t id, const uint8_t *payload, size_t len);
void file_input(struct request *r, const uint8_t *data, size_t len);
void file_input_end(struct request *r, const uint8_t *payload, size_t len);
void file_get(uint32_t id, const uint8_t *payload, size_t len);
/* Sends the next chunk of a GET. */
void file_pump(struct request *r);
/* Closes what is open and removes what is not whole. */
void file_drop(struct request *r);

#endif
