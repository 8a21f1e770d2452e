/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_TSC_H
#define SUBFLOW_TSC_H

/* How fast this machine's time stamp counter is, in kHz; 0 where it has none. Takes 30 ms. */
unsigned long tsc_khz(void);

#endif
