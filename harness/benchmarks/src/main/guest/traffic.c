/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PID 1 of a benchmark guest: TCP streams over pairs of NICs, pair by pair.
 *
 * Kernel arguments: traffic=client or traffic=server, pairs=P, rounds=R,
 * seconds=S. Each round has a phase of S seconds for each pair: eth0 and eth1,
 * then eth2 and eth3, and so on. The server prints, for each phase but its
 * first half second, "TRAFFIC pair=K bytes=B nanos=N". It then restarts, so
 * run QEMU with -no-reboot.
 *
 * gcc -static -O2 -Wall -Wextra -Werror -o init traffic.c; pack init and the
 * needed modules (as /modules/00-NAME.ko and so on, loaded in that order) with
 * cpio -H newc.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define MAX_STREAMS 16
#define PORT 5001
#define SECOND 1000000000LL
#define WARM_UP (SECOND / 2)

static char buffer[256 << 10];
static int streams;
static long long phase_nanos;
static long long phases;

static void end(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	fflush(stdout);
	tcdrain(1);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

#define CHECK(call)                                                           \
	do {                                                                  \
		if ((call) < 0)                                               \
			end("TRAFFIC failed: %s: %s", #call, strerror(errno)); \
	} while (0)

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int modules_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void load_modules(void)
{
	struct dirent **names;
	int count = scandir("/modules", &names, modules_only, alphasort);
	char path[300];

	for (int i = 0; i < count; i++) {
		int fd;

		snprintf(path, sizeof(path), "/modules/%s", names[i]->d_name);
		CHECK(fd = open(path, O_RDONLY | O_CLOEXEC));
		if (syscall(SYS_finit_module, fd, "", 0) < 0)
			end("TRAFFIC failed: module %s: %s", path,
			    strerror(errno));
		close(fd);
	}
}

static struct sockaddr_in address(int stream, int host)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons(PORT) };

	a.sin_addr.s_addr = htonl(0x0a000000 | (stream + 1) << 8 | host);
	return a;
}

static void set_address(int stream, int host)
{
	int s;
	struct ifreq request = { 0 };
	struct sockaddr_in a = address(stream, host);

	CHECK(s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
	snprintf(request.ifr_name, IFNAMSIZ, "eth%d", stream);
	memcpy(&request.ifr_addr, &a, sizeof(a));
	CHECK(ioctl(s, SIOCSIFADDR, &request));
	a.sin_addr.s_addr = htonl(0xffffff00);
	memcpy(&request.ifr_netmask, &a, sizeof(a));
	CHECK(ioctl(s, SIOCSIFNETMASK, &request));
	CHECK(ioctl(s, SIOCGIFFLAGS, &request));
	request.ifr_flags |= IFF_UP;
	CHECK(ioctl(s, SIOCSIFFLAGS, &request));
	close(s);
}

/*
 * A phase begins with the first byte of a pair that was not the last one to
 * carry any; what is still under way on that one does not count.
 */
static void serve(void)
{
	struct pollfd polled[MAX_STREAMS];
	long long bytes = 0, start = 0, counted = 0;
	struct timeval patience = { .tv_sec = 60 };
	int pair = -1;

	for (int i = 0; i < streams; i++) {
		struct sockaddr_in a = address(i, 2);
		int s;

		CHECK(s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
		CHECK(bind(s, (struct sockaddr *)&a, sizeof(a)));
		CHECK(listen(s, 1));
		CHECK(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience,
				 sizeof(patience)));
		polled[i].fd = s;
		polled[i].events = POLLIN;
	}
	printf("TRAFFIC listening\n");
	for (int i = 0; i < streams; i++)
		CHECK(polled[i].fd = accept(polled[i].fd, NULL, NULL));
	for (;;) {
		long long t;
		int n;

		CHECK(n = poll(polled, streams, 20000));
		if (n == 0)
			end("TRAFFIC failed: nothing came for 20 s");
		t = now();
		for (int i = 0; i < streams; i++) {
			ssize_t got;

			if (!polled[i].revents)
				continue;
			CHECK(got = read(polled[i].fd, buffer, sizeof(buffer)));
			if (got == 0)
				end("TRAFFIC failed: stream %d ended", i);
			if (i / 2 == pair)
				bytes += got;
			else if (i / 2 == (pair + 1) % (streams / 2) &&
				 (pair < 0 || t - start > phase_nanos / 2)) {
				pair = i / 2;
				start = t;
				counted = 0;
			}
		}
		if (!counted && t - start > WARM_UP) {
			counted = t;
			bytes = 0;
		} else if (counted > 0 && t - start > phase_nanos - WARM_UP / 5) {
			printf("TRAFFIC pair=%d bytes=%lld nanos=%lld\n",
			       pair, bytes, t - counted);
			counted = -1;
			if (--phases == 0)
				end("TRAFFIC done");
		}
	}
}

static int connected(int stream)
{
	struct sockaddr_in a = address(stream, 2);

	for (long long give_up = now() + 60 * 1000000000LL;;) {
		int s;

		CHECK(s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
		if (!connect(s, (struct sockaddr *)&a, sizeof(a)))
			return s;
		close(s);
		if (now() > give_up)
			end("TRAFFIC failed: no server on stream %d", stream);
		poll(NULL, 0, 50);
	}
}

static void flood(void)
{
	int fds[MAX_STREAMS];

	for (int i = 0; i < streams; i++) {
		CHECK(fds[i] = connected(i));
		CHECK(fcntl(fds[i], F_SETFL, O_NONBLOCK));
	}
	for (int pair = 0;; pair = (pair + 1) % (streams / 2)) {
		long long start = now();

		while (now() - start < phase_nanos) {
			struct pollfd polled[2] = {
				{ .fd = fds[2 * pair], .events = POLLOUT },
				{ .fd = fds[2 * pair + 1], .events = POLLOUT },
			};

			CHECK(poll(polled, 2, 100));
			for (int i = 0; i < 2; i++) {
				if (polled[i].revents &&
				    write(polled[i].fd, buffer,
					  sizeof(buffer)) < 0 &&
				    errno != EAGAIN)
					end("TRAFFIC ended");
			}
		}
	}
}

static long long argument(const char *line, const char *name, char *word)
{
	const char *at = strstr(line, name);

	if (!at)
		end("TRAFFIC failed: no %s on the kernel's command line", name);
	at += strlen(name);
	if (word)
		sscanf(at, "%15s", word);
	return word ? 0 : atoll(at);
}

int main(void)
{
	char line[4096] = { 0 };
	char role[16] = { 0 };
	int fd, server;

	setvbuf(stdout, NULL, _IOLBF, 0);
	mkdir("/proc", 0755);
	CHECK(mount("proc", "/proc", "proc", 0, NULL));
	CHECK(fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC));
	CHECK(read(fd, line, sizeof(line) - 1));
	close(fd);
	argument(line, "traffic=", role);
	streams = 2 * argument(line, "pairs=", NULL);
	phases = argument(line, "rounds=", NULL) * streams / 2;
	phase_nanos = argument(line, "seconds=", NULL) * SECOND;
	if (streams < 2 || streams > MAX_STREAMS)
		end("TRAFFIC failed: pairs= is not in 1..%d", MAX_STREAMS / 2);
	server = !strcmp(role, "server");
	load_modules();
	for (int i = 0; i < streams; i++)
		set_address(i, server ? 2 : 1);
	if (server)
		serve();
	flood();
}
