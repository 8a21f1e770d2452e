// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "port.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

int port_init(struct port *p, int fd, bool is_socket)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };

	*p = (struct port){ .fd = fd, .away_fd = -1, .is_socket = is_socket };
	if (is_socket)
		return 0;
	/*
	 * A port without a host is always readable (end of file) and hung up, so
	 * polling it would spin. Edge-triggered epoll sleeps until it changes.
	 */
	p->away_fd = epoll_create1(EPOLL_CLOEXEC);
	if (p->away_fd < 0)
		return -1;
	return epoll_ctl(p->away_fd, EPOLL_CTL_ADD, fd, &event);
}

struct pollfd port_poll(const struct port *p, bool want_read, bool want_write)
{
	short events = 0;

	if (p->away)
		return (struct pollfd){ p->away_fd, POLLIN, 0 };
	if (want_read)
		events |= POLLIN;
	if (want_write)
		events |= POLLOUT;
	return (struct pollfd){ p->fd, events, 0 };
}

/* Something happened to a port that was away: is the host back? */
static void look_again(struct port *p)
{
	struct pollfd now = { p->fd, POLLIN, 0 };
	struct epoll_event event;

	epoll_wait(p->away_fd, &event, 1, 0);
	p->away = poll(&now, 1, 0) > 0 && (now.revents & POLLHUP);
}

int port_read(struct port *p, const struct pollfd *polled, struct decoder *d)
{
	uint8_t *space;
	size_t room;
	ssize_t n;

	if (!polled->revents)
		return 0;
	if (p->away) {
		look_again(p);
		return 0;
	}
	if (!(polled->revents & (POLLIN | POLLHUP | POLLERR)))
		return 0;
	if (!(polled->events & POLLIN) && !(polled->revents & POLLHUP))
		return 0;
	space = decoder_space(d, &room);
	n = read(p->fd, space, room);
	if (n > 0) {
		decoder_fed(d, (size_t)n);
		return 0;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR) && !(polled->revents & POLLHUP))
		return 0;
	if (p->is_socket)
		return -1;
	p->away = true;
	decoder_give_up(d);
	return 0;
}
