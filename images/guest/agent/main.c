// SPDX-License-Identifier: Apache-2.0
/*
 * The guest agent. As PID 1 it boots the machine and serves the virtio-serial
 * port for ever; as "agent --socket PATH" it serves a unix socket on any Linux,
 * which is how the protocol is tested without a machine. "agent --tsc" tells how
 * fast the time stamp counter is, which guests under emulation share.
 */
#define _GNU_SOURCE
#include "abilities.h"
#include "boot.h"
#include "console.h"
#include "mux.h"
#include "sweep.h"
#include "tsc.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fatal("writing %s: %s", path, strerror(errno));
	close(fd);
}

/* A network and a host name of its own, so that CONFIGURE can be tested harmlessly. */
static void own_namespaces(void)
{
	char map[64];
	unsigned int uid = getuid(), gid = getgid();

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWUTS))
		fatal("unshare: %s", strerror(errno));
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", uid);
	write_file("/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "0 %u 1", gid);
	write_file("/proc/self/gid_map", map);
	abilities.configure = true;
}

static int connect_to(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(to.sun_path))
		fatal("the socket's path is longer than %zu bytes: %s", sizeof(to.sun_path) - 1,
		      path);
	strcpy(to.sun_path, path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		fatal("connecting to %s: %s", path, strerror(errno));
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

static void serve_socket(const char *path, bool unshared)
{
	int fd = connect_to(path);

	if (unshared)
		own_namespaces();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	mux_run(fd, true);
	requests_forget();
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--tsc")) {
		printf("%lu\n", tsc_khz());
		return 0;
	}
	if (mux_init())
		fatal("signalfd: %s", strerror(errno));
	if (argc >= 3 && !strcmp(argv[1], "--socket")) {
		serve_socket(argv[2], argc == 4 && !strcmp(argv[3], "--unshare"));
		return 0;
	}
	if (getpid() != 1)
		fatal("usage: agent --socket PATH [--unshare] or agent --tsc, or be PID 1");
	boot_machine();
	boot_init();
	abilities = (struct abilities){ .configure = true, .machine = true };
	int port = boot_open_port();

	say("ready");
	mux_run(port, false);
	fatal("the agent's loop ended: %s", strerror(errno));
}
