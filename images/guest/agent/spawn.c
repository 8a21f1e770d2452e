// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "spawn.h"

#include "abilities.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

const char *environment_get(char *const *envp, const char *name)
{
	size_t len = strlen(name);

	for (; *envp; envp++)
		if (!strncmp(*envp, name, len) && (*envp)[len] == '=')
			return *envp + len + 1;
	return NULL;
}

static int fail(struct spawn *s, enum stage stage)
{
	s->error = errno;
	s->stage = stage;
	return 127;
}

static int enter_netns(const char *name)
{
	char path[PATH_MAX];
	int fd, result;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = setns(fd, CLONE_NEWNET);
	close(fd);
	return result;
}

/* execvp() with the PATH of the command's own environment. */
static void exec_in_path(char **argv, char **envp)
{
	const char *path = environment_get(envp, "PATH");
	int error = ENOENT;
	char file[PATH_MAX];

	if (strchr(argv[0], '/')) {
		execve(argv[0], argv, envp);
		return;
	}
	if (!path)
		path = DEFAULT_PATH;
	while (argv[0][0] && *path) {
		int len = (int)strcspn(path, ":");

		if (snprintf(file, sizeof(file), "%.*s/%s", len, path, argv[0]) < (int)sizeof(file))
			execve(file, argv, envp);
		if (errno == EACCES)
			error = EACCES;
		else if (errno != ENOENT && errno != ENOTDIR)
			return;
		path += len + (path[len] == ':');
	}
	errno = error;
}

static void reset_signals(void)
{
	sigset_t none;

	/* Whoever started the agent may have had it ignore some, such as a shell's background job. */
	for (int n = 1; n < NSIG; n++)
		signal(n, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Runs in the agent's memory on a stack of its own, while the agent waits. */
static int child(void *arg)
{
	struct spawn *s = arg;

	setsid();
	/* Where the agent may die, its commands shall not outlive it. */
	if (!abilities.machine)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (s->netns[0] && enter_netns(s->netns))
		return fail(s, STAGE_NETNS);
	if (chdir(s->cwd))
		return fail(s, STAGE_CWD);
	if (dup2(s->in, 0) < 0 || dup2(s->out, 1) < 0 || dup2(s->err, 2) < 0)
		return fail(s, STAGE_STREAMS);
	if (s->tty && ioctl(0, TIOCSCTTY, 0))
		return fail(s, STAGE_TERMINAL);
	reset_signals();
	exec_in_path(s->argv, s->envp);
	return fail(s, STAGE_EXEC);
}

pid_t spawn(struct spawn *s)
{
	static uint8_t stack[64 << 10] __attribute__((aligned(16)));
	pid_t pid;

	s->error = 0;
	s->stage = STAGE_FORK;
	pid = clone(child, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, s);
	if (pid < 0) {
		s->error = errno;
		return -1;
	}
	if (s->error) {
		waitpid(pid, NULL, 0);
		return -1;
	}
	return pid;
}
