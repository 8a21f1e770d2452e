// SPDX-License-Identifier: Apache-2.0
/* PID 1: from the kernel's first process to a root with everything mounted. */
#define _GNU_SOURCE
#include "boot.h"

#include "clock.h"
#include "console.h"
#include "link.h"
#include "modules.h"
#include "netlink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DEVICE_WAIT_MS 10000
#define MODPROBE "/proc/sys/kernel/modprobe"
#define PORT_NAME "dev.subflow.agent"

struct mounted {
	const char *source, *target, *type;
	unsigned long flags;
	const char *data;
};

/* What programs expect of a running system; below the new root. */
static const struct mounted usual[] = {
	{ "devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "mode=620,gid=5,ptmxmode=666" },
	{ "tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777" },
	{ "tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755" },
	{ "tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777" },
	{ "cgroup2", "/sys/fs/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "bpf", "/sys/fs/bpf", "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=700" },
	{ "debugfs", "/sys/kernel/debug", "debugfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "tracefs", "/sys/kernel/tracing", "tracefs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
};

/* Sleeps a little; false when that has gone on for DEVICE_WAIT_MS. */
static bool wait_since(int64_t begun)
{
	if (now_ms() - begun > DEVICE_WAIT_MS)
		return false;
	nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	return true;
}

static void must_mount(const char *source, const char *target, const char *type,
		       unsigned long flags, const char *data)
{
	mkdir(target, 0755);
	if (mount(source, target, type, flags, data))
		fatal("mounting %s (%s) on %s: %s", source, type, target, strerror(errno));
}

/* What the kernel was told; false when nobody knows. */
static bool command_line(char *line, size_t size)
{
	int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, line, size - 1);

	close(fd);
	line[n > 0 ? n : 0] = 0;
	return n > 0;
}

/* The value of a word of the kernel's command line; false when it is not there. */
static bool argument(const char *name, char *value, size_t size)
{
	char line[4096], *at = line, *word;

	if (!command_line(line, sizeof(line)))
		return false;
	while ((word = strsep(&at, " \n")))
		if (!strncmp(word, name, strlen(name)) && word[strlen(name)] == '=')
			return snprintf(value, size, "%s", word + strlen(name) + 1) < (int)size;
	return false;
}

/* Mounts a read-only image; whichever file system it is. */
static int mount_image(const char *disk, const char *target)
{
	int64_t begun = now_ms();
	char device[64];
	struct stat st;

	snprintf(device, sizeof(device), "/dev/%s", disk);
	while (stat(device, &st))
		if (!wait_since(begun))
			return ENODEV;
	if (!mount(device, target, "erofs", MS_RDONLY, NULL) ||
	    !mount(device, target, "squashfs", MS_RDONLY, NULL))
		return 0;
	return errno;
}

static void mount_root(void)
{
	char disk[32];
	int error;

	if (!argument("subflow.root", disk, sizeof(disk)))
		fatal("the kernel command line has no subflow.root=DISK");
	mkdir("/lower", 0755);
	mkdir("/new", 0755);
	error = mount_image(disk, "/lower");
	if (error == ENODEV)
		fatal("no disk /dev/%s appeared within %d s; is virtio_blk among the modules?",
		      disk, DEVICE_WAIT_MS / 1000);
	if (error)
		fatal("/dev/%s is neither erofs nor squashfs, or its module is missing: %s", disk,
		      strerror(error));
	must_mount("tmpfs", "/rw", "tmpfs", 0, "mode=755");
	mkdir("/rw/upper", 0755);
	mkdir("/rw/work", 0755);
	must_mount("overlay", "/new", "overlay", 0,
		   "lowerdir=/lower,upperdir=/rw/upper,workdir=/rw/work");
}

static void mount_extra(const char *name, const char *parent, const char *target)
{
	char disk[32];
	int error;

	if (!argument(name, disk, sizeof(disk)))
		return;
	mkdir(parent, 0755);
	mkdir(target, 0755);
	error = mount_image(disk, target);
	if (error)
		fatal("%s=%s: mounting it on %s: %s", name, disk, target, strerror(error));
}

/* Mounts what subflow.opt.NAME=DISK says on /opt/NAME. */
static void mount_attached(void)
{
	static const char prefix[] = "subflow.opt.";
	char line[4096], *at = line, *word;

	if (!command_line(line, sizeof(line)))
		return;
	while ((word = strsep(&at, " \n"))) {
		char name[64], target[96];
		int length = (int)strcspn(word, "=");

		if (strncmp(word, prefix, strlen(prefix)) || !word[length])
			continue;
		snprintf(name, sizeof(name), "%.*s", length, word);
		snprintf(target, sizeof(target), "/new/opt/%s", name + strlen(prefix));
		mount_extra(name, "/new/opt", target);
	}
}

static void enter_root(void)
{
	static const char *const moved[] = { "/dev", "/proc", "/sys" };
	char target[32];

	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++) {
		snprintf(target, sizeof(target), "/new%s", moved[i]);
		mkdir(target, 0755);
		if (mount(moved[i], target, NULL, MS_MOVE, NULL))
			fatal("moving %s into the root image: %s", moved[i], strerror(errno));
	}
	if (chdir("/new") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		fatal("entering the root image: %s", strerror(errno));
}

static void write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		say("writing %s: %s", path, strerror(errno));
	close(fd);
}

static void mount_usual(void)
{
	/* The first mount of a bpf file system looks for a module that no kernel here has. */
	write_setting(MODPROBE, "\n");
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		const struct mounted *m = &usual[i];

		mkdir(m->target, 0755);
		if (mount(m->source, m->target, m->type, m->flags, m->data))
			say("%s on %s: %s", m->type, m->target, strerror(errno));
	}
	write_setting(MODPROBE, "/sbin/modprobe\n");
	if (symlink("/proc/self/fd", "/dev/fd") || symlink("/proc/self/fd/0", "/dev/stdin") ||
	    symlink("/proc/self/fd/1", "/dev/stdout") || symlink("/proc/self/fd/2", "/dev/stderr"))
		say("links in /dev: %s", strerror(errno));
	mkdir("/run/netns", 0755);
	mkdir("/run/lock", 01777);
}

/*
 * A fault of ours must not look like a crash of the kernel under test. What a
 * process sends is nothing to us, as with all signals to PID 1.
 */
static void on_fault(int signal, siginfo_t *info, void *context)
{
	(void)context;
	if (info->si_code > 0)
		fatal("signal %d (%s) in the agent itself", signal, sigdescr_np(signal));
}

static void watch_faults(void)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE };
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigaction(faults[i], &action, NULL);
}

void boot_machine(void)
{
	int console, error;

	must_mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	console = open("/dev/console", O_RDWR | O_NOCTTY);
	for (int fd = 0; fd < 3 && console >= 0; fd++)
		dup2(console, fd);
	if (console > 2)
		close(console);
	watch_faults();
	must_mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	must_mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	load_modules("/modules");
	mount_root();
	mount_extra("subflow.programs", "/new/opt", "/new/opt/subflow");
	mount_extra("subflow.modules", "/new/usr/lib", "/new/usr/lib/modules");
	mount_attached();
	enter_root();
	mount_usual();
	/*
	 * An emulator translates code anew at every address it has not seen it at:
	 * with random addresses the start of a program costs two to three times as much.
	 */
	write_setting("/proc/sys/kernel/randomize_va_space", "0");
	error = link_up("lo");
	if (error)
		say("bringing up lo: %s", strerror(error));
	netlink_close();
}

/*
 * The agent serves from the beginning, so that it can tell of an init that fails or hangs; systemd
 * takes it into init.scope like any process that it finds.
 */
void boot_init(void)
{
	char init[128];
	pid_t agent;

	if (!argument("subflow.init", init, sizeof(init)))
		return;
	agent = fork();
	if (agent < 0)
		fatal("fork: %s", strerror(errno));
	if (!agent) {
		setsid();
		prctl(PR_SET_CHILD_SUBREAPER, 1);
		/* The last one to go when memory runs out: without it nobody knows why. */
		write_setting("/proc/self/oom_score_adj", "-1000");
		return;
	}
	/* What PID 1 has of the agent is for the agent alone. */
	for (int n = 1; n < NSIG; n++)
		signal(n, SIG_DFL);
	sigprocmask(SIG_SETMASK, &(sigset_t){ 0 }, NULL);
	execl(init, init, NULL);
	fatal("%s: %s", init, strerror(errno));
}

/* Looks through /sys/class/virtio-ports for our name; its entry is called as the device. */
static bool find_port(char *device, size_t size)
{
	DIR *dir = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		char path[300], name[64] = "";
		int fd;

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", entry->d_name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (read(fd, name, sizeof(name) - 1) > 0)
			found = !strncmp(name, PORT_NAME, strlen(PORT_NAME));
		close(fd);
		if (found)
			snprintf(device, size, "/dev/%s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

int boot_open_port(void)
{
	int64_t begun = now_ms();
	char device[300];
	int fd;

	while (!find_port(device, sizeof(device)))
		if (!wait_since(begun))
			fatal("no virtio-serial port named " PORT_NAME " appeared within %d s",
			      DEVICE_WAIT_MS / 1000);
	fd = open(device, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		fatal("opening %s: %s", device, strerror(errno));
	return fd;
}
