/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_SPAWN_H
#define SUBFLOW_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#define DEFAULT_PATH \
	"/opt/subflow/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

enum stage {
	STAGE_STREAMS,
	STAGE_FORK,
	STAGE_NETNS,
	STAGE_CWD,
	STAGE_TERMINAL,
	STAGE_EXEC,
};

struct spawn {
	char **argv;
	char **envp;
	const char *cwd;
	const char *netns; /* a name below /run/netns; "" for the agent's own */
	int in, out, err;  /* become 0, 1, 2 */
	bool tty;	   /* `in` is a terminal to take as the controlling one */

	int error;	  /* errno of what failed */
	enum stage stage; /* and what it was */
};

/*
 * Starts a program in a session of its own. Returns its pid, or -1 with `error`
 * and `stage` set; nothing is left behind then.
 */
pid_t spawn(struct spawn *s);

/* The value of a variable in an environment; NULL when it has none. */
const char *environment_get(char *const *envp, const char *name);

#endif
