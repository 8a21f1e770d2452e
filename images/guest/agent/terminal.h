/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_TERMINAL_H
#define SUBFLOW_TERMINAL_H

#include <stdint.h>

/* Opens a pseudo-terminal; 0, or -1 with errno. */
int terminal_open(int *master, int *slave, uint16_t columns, uint16_t rows);
void terminal_resize(int master, uint16_t columns, uint16_t rows);
/* What a user does with Ctrl-D. */
void terminal_send_eof(int master);

#endif
