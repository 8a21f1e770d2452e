// SPDX-License-Identifier: Apache-2.0
/* The agent's own words, and its end. */
#define _GNU_SOURCE
#include "console.h"

#include "abilities.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

static void put_line(const char *prefix, const char *format, va_list args)
{
	char line[512];
	int n = snprintf(line, sizeof(line), "subflow-agent: %s", prefix);

	vsnprintf(line + n, sizeof(line) - (size_t)n - 1, format, args);
	strcat(line, "\n");
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return; /* no console: nobody to tell */
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("", format, args);
	va_end(args);
}

void fatal(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("fatal: ", format, args);
	va_end(args);
	if (getpid() == 1 || abilities.machine)
		reboot(RB_POWER_OFF);
	_exit(1);
}
