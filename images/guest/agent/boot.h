/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_BOOT_H
#define SUBFLOW_BOOT_H

/* Writes a line to the console, prefixed with the agent's name. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says why and powers the machine off: without PID 1 there is nothing to go on with. */
void fatal(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* What PID 1 owes its kernel: file systems, modules, the root image. Stays in the new root. */
void boot_machine(void);
/*
 * Where the kernel command line names an init, makes that PID 1 and the agent its child; called
 * after boot_machine(), returns in the agent.
 */
void boot_init(void);
/* Waits for the port to the host and opens it. */
int boot_open_port(void);

/* modules.c: loads /modules/NN-name.ko in order and removes them. */
void load_modules(const char *dir);

#endif
