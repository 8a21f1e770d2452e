/* SPDX-License-Identifier: Apache-2.0 */
#include "storm-talk.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

union rights {
	struct cmsghdr head;
	char space[CMSG_SPACE(sizeof(int))];
};

static void put_in_flight(int through, int fd)
{
	char byte = 0;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	union rights rights = { .head = { .cmsg_len = CMSG_LEN(sizeof(int)),
					  .cmsg_level = SOL_SOCKET,
					  .cmsg_type = SCM_RIGHTS } };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = &rights,
				  .msg_controllen = sizeof(rights) };

	memcpy(CMSG_DATA(&rights.head), &fd, sizeof(fd));
	sendmsg(through, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static int take_from_flight(int through)
{
	char byte;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	union rights rights = { 0 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = &rights,
				  .msg_controllen = sizeof(rights) };
	int fd = -1;

	if (recvmsg(through, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) == 1 &&
	    message.msg_controllen >= CMSG_LEN(sizeof(int)) &&
	    rights.head.cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(&rights.head), sizeof(fd));
	return fd;
}

void do_pass(struct worker *worker, struct talk *talk)
{
	int ends[2], copy;

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends))
		return;
	call_begins(worker, "passing a descriptor");
	put_in_flight(ends[0], talk->fd);
	if (roll(&worker->dice, 2)) {
		copy = take_from_flight(ends[1]);
		if (copy >= 0) {
			close(talk->fd);
			talk->fd = copy;
		}
	}
	close(ends[0]); /* A copy still on its way is for the kernel to close. */
	close(ends[1]);
	call_ends(worker);
}

static void send_a_file(struct worker *worker, struct talk *talk)
{
	unsigned char piece[PIECE_MAX];
	size_t length = 1 + roll(&worker->dice, PIECE_MAX);
	struct payload next = talk->sent;
	int file = memfd_create("piece", MFD_CLOEXEC);
	ssize_t n = -1;

	payload_fill(&next, piece, length);
	call_begins(worker, "sendfile");
	if (file >= 0 && write(file, piece, length) == (ssize_t)length &&
	    !lseek(file, 0, SEEK_SET))
		n = sendfile(talk->fd, file, NULL, length);
	if (n > 0)
		payload_fill(&talk->sent, piece, (size_t)n);
	if (file >= 0)
		close(file);
	call_ends(worker);
}

static void take_into_a_pipe(struct worker *worker, struct talk *talk)
{
	unsigned char came[PIECE_MAX];
	int ends[2];
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC))
		return;
	call_begins(worker, "splice");
	n = splice(talk->fd, NULL, ends[1], NULL, 1 + roll(&worker->dice, sizeof(came)),
		   roll(&worker->dice, 2) ? SPLICE_F_NONBLOCK : 0);
	while (n > 0) {
		ssize_t part = read(ends[0], came, (size_t)n);

		if (part <= 0)
			break;
		check(talk, came, (size_t)part, false);
		n -= part;
	}
	close(ends[0]);
	close(ends[1]);
	call_ends(worker);
}

void do_splice(struct worker *worker, struct talk *talk)
{
	if (roll(&worker->dice, 2))
		send_a_file(worker, talk);
	else
		take_into_a_pipe(worker, talk);
}

void do_epoll(struct worker *worker, struct talk *talk)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP };
	int events = epoll_create1(EPOLL_CLOEXEC);

	if (events < 0)
		return;
	if (roll(&worker->dice, 2))
		event.events |= EPOLLET;
	call_begins(worker, "epoll_wait");
	if (!epoll_ctl(events, EPOLL_CTL_ADD, talk->fd, &event))
		epoll_wait(events, &event, 1, (int)roll(&worker->dice, 20));
	close(events);
	call_ends(worker);
}

/* Reads every kind of information, into room of any size. */
static void ask(struct worker *worker, int fd)
{
	static const int levels[] = { SOL_MPTCP, SOL_MPTCP, SOL_MPTCP, SOL_MPTCP, IPPROTO_TCP,
				      IPPROTO_TCP, SOL_SOCKET };
	static const int names[] = { 1, 2, 3, 4, TCP_INFO, TCP_CONGESTION, SO_ERROR };
	unsigned int which = roll(&worker->dice, sizeof(names) / sizeof(*names));
	unsigned char answer[1024] = { 0 };
	socklen_t length = roll(&worker->dice, sizeof(answer));

	getsockopt(fd, levels[which], names[which], answer, &length);
}

void do_nonsense(struct worker *worker, struct talk *talk)
{
	static const unsigned long questions[] = { SIOCINQ, SIOCOUTQ, SIOCOUTQNSD, SIOCATMARK };
	const struct sockaddr_in6 any = { .sin6_family = AF_INET6 };
	const struct sockaddr *address = (const struct sockaddr *)&any;
	struct sockaddr_storage name;
	socklen_t length = sizeof(name);
	char byte;
	int answer;

	call_begins(worker, "a call that makes no sense");
	switch (roll(&worker->dice, 8)) {
	case 0:
		bind(talk->fd, address, sizeof(any));
		break;
	case 1:
		/* A socket that was disconnected would begin to listen. */
		if (!talk->may_differ)
			listen(talk->fd, 1);
		break;
	case 2:
		accept4(talk->fd, NULL, NULL, SOCK_NONBLOCK);
		break;
	case 3:
		getpeername(talk->fd, (struct sockaddr *)&name, &length);
		break;
	case 4:
		ioctl(talk->fd, questions[roll(&worker->dice, 4)], &answer);
		break;
	case 5:
		recv(talk->fd, &byte, 1, MSG_ERRQUEUE | MSG_DONTWAIT);
		break;
	case 6:
		send(talk->fd, &byte, 0, MSG_NOSIGNAL);
		break;
	default:
		ask(worker, talk->fd);
	}
	call_ends(worker);
}
