// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "configure.h"

#include "abilities.h"
#include "netlink.h"
#include "nic.h"
#include "parse.h"
#include "route.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int explain(int error, char *why, size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, size, format, args);
	va_end(args);
	return error;
}

static int set_entropy(const struct line *l)
{
	struct {
		struct rand_pool_info info;
		uint8_t data[ENTROPY_MAX];
	} pool = { .info = { (int)l->entropy_len * 8, (int)l->entropy_len } };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	memcpy(pool.data, l->entropy, l->entropy_len);
	if (ioctl(fd, RNDADDENTROPY, &pool) || ioctl(fd, RNDRESEEDCRNG))
		error = errno;
	close(fd);
	return error;
}

/*
 * As sysctl(8) reads keys: the first separator of the two tells which one
 * separates, so that "net/ipv4/conf/a.b/rp_filter" and
 * "net.ipv4.conf.a/b.rp_filter" both mean the interface a.b.
 */
void sysctl_path(const char *key, char *path, size_t size)
{
	size_t first = strcspn(key, "./");
	char *at;

	snprintf(path, size, "/proc/sys/%s", key);
	if (key[first] != '.')
		return;
	for (at = path + strlen("/proc/sys/"); *at; at++)
		*at = *at == '.' ? '/' : *at == '/' ? '.' : *at;
}

static int set_sysctl(const struct line *l, char *why, size_t size)
{
	char path[512];
	int fd, error = 0;
	size_t len = strlen(l->value);

	sysctl_path(l->name, path, sizeof(path));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return explain(errno, why, size, "opening %s", path);
	if (write(fd, l->value, len) < 0)
		error = explain(errno, why, size, "writing \"%s\" to %s", l->value, path);
	close(fd);
	return error;
}

/* Does a line; 0 or an errno with a few words in `why`. */
static int line_apply(const struct line *l, char *why, size_t size)
{
	bool owns_machine = l->kind == LINE_TIME || l->kind == LINE_ENTROPY;

	if (owns_machine && !abilities.machine)
		return explain(EPERM, why, size, "this agent does not own the machine");
	switch (l->kind) {
	case LINE_HOSTNAME:
		return sethostname(l->name, strlen(l->name))
			       ? explain(errno, why, size, "setting the host name")
			       : 0;
	case LINE_TIME:
		return clock_settime(CLOCK_REALTIME, &l->time)
			       ? explain(errno, why, size, "setting the clock")
			       : 0;
	case LINE_ENTROPY:
		errno = set_entropy(l);
		return errno ? explain(errno, why, size, "adding entropy") : 0;
	case LINE_SYSCTL:
		return set_sysctl(l, why, size);
	case LINE_NIC:
		return nic_apply(l, why, size);
	case LINE_ADDRESS:
		return address_apply(l, why, size);
	case LINE_ROUTE:
		return route_apply(l, why, size);
	case LINE_RULE:
		return rule_apply(l, why, size);
	case LINE_EMPTY:
		break;
	}
	return 0;
}

/* Appends "number TAB errno TAB why NL" as far as there is room. */
static size_t report(char *out, size_t size, unsigned int number, int error, const char *why)
{
	int n = snprintf(out, size, "%u\t%d\t%s: %s\n", number, error, why, strerror(error));

	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

size_t configure_run(const char *text, size_t len, char *failed, size_t size)
{
	char *copy = strndup(text, len), *at = copy, *one;
	size_t used = 0;
	unsigned int number = 0;

	if (!copy)
		return report(failed, size, 0, ENOMEM, "reading the lines");
	while ((one = strsep(&at, "\n"))) {
		static struct line line;
		char why[256] = "";
		const char *problem = line_parse(one, &line);
		int error;

		number++;
		if (problem)
			error = explain(EINVAL, why, sizeof(why), "%s", problem);
		else
			error = line_apply(&line, why, sizeof(why));
		if (error)
			used += report(failed + used, size - used, number, error, why);
	}
	free(copy);
	nic_settle();
	netlink_close();
	return used;
}
