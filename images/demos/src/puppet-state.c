/* SPDX-License-Identifier: Apache-2.0 */
#include "puppet.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>

static const struct event {
	const char *name;
	short bit;
} events[] = {
	{ "IN", POLLIN },	{ "PRI", POLLPRI }, { "OUT", POLLOUT },
	{ "RDHUP", POLLRDHUP }, { "HUP", POLLHUP }, { "ERR", POLLERR },
	{ "NVAL", POLLNVAL },
};

int tell_events(int fd, FILE *answer)
{
	struct pollfd asked = { .fd = fd,
				.events = POLLIN | POLLPRI | POLLOUT | POLLRDHUP };
	const char *blank = "";

	if (poll(&asked, 1, 0) < 0)
		return -1;
	fputs(",\"events\":\"", answer);
	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		if (!(asked.revents & events[i].bit))
			continue;
		fprintf(answer, "%s%s", blank, events[i].name);
		blank = " ";
	}
	fputs("\"", answer);
	return 0;
}

int tell_queues(int fd, FILE *answer)
{
	static const struct {
		const char *name;
		unsigned long request;
	} queues[] = {
		{ "inq", SIOCINQ },
		{ "outq", SIOCOUTQ },
		{ "outqnsd", SIOCOUTQNSD },
	};

	for (size_t i = 0; i < sizeof(queues) / sizeof(*queues); i++) {
		int bytes = 0;

		if (ioctl(fd, queues[i].request, &bytes))
			return -1;
		fprintf(answer, ",\"%s\":%d", queues[i].name, bytes);
	}
	return 0;
}

int set_blocking(int fd, bool blocking)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return -1;
	return fcntl(fd, F_SETFL,
		     blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}
