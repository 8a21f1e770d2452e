/* SPDX-License-Identifier: Apache-2.0 */
/* MSG_CONFIGURE: a text whose lines set up the machine, in order. */
#ifndef SUBFLOW_CONFIGURE_H
#define SUBFLOW_CONFIGURE_H

#include <stddef.h>

/*
 * Does all lines of a text and writes those that failed, as MSG_DONE has them.
 * Returns the length of what it wrote.
 */
size_t configure_run(const char *text, size_t len, char *failed, size_t size);

/* Turns a sysctl's key into a path; exported for tests. */
void sysctl_path(const char *key, char *path, size_t size);

#endif
