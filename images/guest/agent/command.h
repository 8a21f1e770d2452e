/* SPDX-License-Identifier: Apache-2.0 */
/* A command that runs: its input, its output, its exit. */
#ifndef SUBFLOW_COMMAND_H
#define SUBFLOW_COMMAND_H

#include "request.h"

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/* Descriptors that one command has polled at most. */
#define COMMAND_FDS 3

void command_input(struct request *r, const uint8_t *data, size_t len);
void command_input_end(struct request *r);
void command_signal(struct request *r, int signal);
void command_resize(struct request *r, uint16_t columns, uint16_t rows);
void command_reaped(struct request *r, int status);
int command_poll_fds(struct request *r, struct pollfd *fds);
void command_pump(struct request *r, const struct pollfd *fds, int n);
/* Sends the EXIT when it is time; returns ms until it will be, or -1. */
int command_finish(struct request *r);
/* Kills what runs and closes everything, silently. */
void command_drop(struct request *r);

#endif
