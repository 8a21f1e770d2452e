/* SPDX-License-Identifier: Apache-2.0 */
/* The end of requests, whatever their kind. */
#ifndef SUBFLOW_SWEEP_H
#define SUBFLOW_SWEEP_H

/* Ends all requests, kills what runs. */
void requests_forget(void);
/* Frees what has ended, and turns the list so that nobody is always first. */
void requests_sweep(void);

#endif
