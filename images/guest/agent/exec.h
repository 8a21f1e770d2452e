/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_EXEC_H
#define SUBFLOW_EXEC_H

#include <stddef.h>
#include <stdint.h>

/* MSG_EXEC: starts a command; answers STARTED, or ERROR. */
void command_start(uint32_t id, const uint8_t *payload, size_t len);

#endif
