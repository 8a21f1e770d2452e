// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "modules.h"

#include "console.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

void load_modules(const char *dir)
{
	struct dirent **names;
	int n = scandir(dir, &names, visible, alphasort);
	char path[512];

	for (int i = 0; i < n; i++) {
		int fd;

		snprintf(path, sizeof(path), "%s/%s", dir, names[i]->d_name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
			say("module %s: %s", names[i]->d_name, strerror(errno));
		close(fd);
		unlink(path); /* the initramfs is memory */
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}
