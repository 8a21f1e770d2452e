/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_MUX_H
#define SUBFLOW_MUX_H

#include <stdbool.h>

/* Blocks the signals the loop waits for; before anything is started. */
int mux_init(void);
/* Serves the host; returns only when a socket has ended. */
void mux_run(int port_fd, bool is_socket);

#endif
