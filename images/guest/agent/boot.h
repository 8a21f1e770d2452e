/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_BOOT_H
#define SUBFLOW_BOOT_H

/* What PID 1 owes its kernel: file systems, modules, the root image. Stays in the new root. */
void boot_machine(void);
/*
 * Where the kernel command line names an init, makes that PID 1 and the agent its child; called
 * after boot_machine(), returns in the agent.
 */
void boot_init(void);
/* Waits for the port to the host and opens it. */
int boot_open_port(void);

#endif
