/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_CONSOLE_H
#define SUBFLOW_CONSOLE_H

/* Writes a line to the console, prefixed with the agent's name. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says why and powers the machine off: without PID 1 there is nothing to go on with. */
void fatal(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
