// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int terminal_open(int *master, int *slave, uint16_t columns, uint16_t rows)
{
	int unlocked = 0;

	*master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (*master < 0)
		return -1;
	if (ioctl(*master, TIOCSPTLCK, &unlocked))
		return -1;
	*slave = ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*slave < 0)
		return -1;
	terminal_resize(*master, columns, rows);
	return 0;
}

void terminal_resize(int master, uint16_t columns, uint16_t rows)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };

	ioctl(master, TIOCSWINSZ, &size);
}

void terminal_send_eof(int master)
{
	struct termios settings;
	char eof = 4;

	if (!tcgetattr(master, &settings))
		eof = (char)settings.c_cc[VEOF];
	if (write(master, &eof, 1) != 1)
		return; /* its buffer is full: nobody reads, nobody needs an end */
}
