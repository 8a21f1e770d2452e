/* SPDX-License-Identifier: Apache-2.0 */
/* Frames on their way to the host: one bounded buffer for everything. */
#ifndef SUBFLOW_TX_H
#define SUBFLOW_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TX_SIZE (256u << 10)
/* Output of commands leaves this much free, so that answers always find room. */
#define TX_RESERVE (96u << 10)
/* The longest answer to a request. */
#define TX_ANSWER_MAX (40u << 10)

/* Whether any answer, or the end of a command, fits. */
bool tx_fits_answer(void);
/* Bytes of command output that may be sent now; 0 or at least 4 KiB. */
size_t tx_fits_output(void);
/* Where to put the payload of the next frame; at most what fits. */
uint8_t *tx_payload(void);
/* Makes a frame of the `len` bytes put there. */
void tx_commit(uint8_t type, uint32_t id, size_t len);
/* Copies a small payload into a frame. */
void tx_frame(uint8_t type, uint32_t id, const void *payload, size_t len);
/* MSG_ERROR with a formatted text; `error` is an errno. */
void tx_error(uint32_t id, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

bool tx_pending(void);
/* Writes what `fd` takes without blocking; -1 with errno when it is broken. */
int tx_flush(int fd);

#endif
