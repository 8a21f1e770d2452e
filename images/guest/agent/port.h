/* SPDX-License-Identifier: Apache-2.0 */
/* The byte stream to the host: a virtio-serial port, or a socket in tests. */
#ifndef SUBFLOW_PORT_H
#define SUBFLOW_PORT_H

#include "frame.h"

#include <poll.h>
#include <stdbool.h>

struct port {
	int fd;
	int away_fd;   /* readable when `fd` changes; to wait for the host's return */
	bool away;     /* the host is not connected */
	bool is_socket; /* its end is the agent's end */
};

/* Takes over `fd`, which must be non-blocking; -1 with errno. */
int port_init(struct port *p, int fd, bool is_socket);
/* What to poll for, given what the caller wants. */
struct pollfd port_poll(const struct port *p, bool want_read, bool want_write);
/*
 * Reads once into the decoder, as far as poll() said there is something;
 * -1 when a socket has ended.
 */
int port_read(struct port *p, const struct pollfd *polled, struct decoder *d);

#endif
