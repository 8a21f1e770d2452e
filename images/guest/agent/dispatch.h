/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_DISPATCH_H
#define SUBFLOW_DISPATCH_H

#include "frame.h"

#include <stdbool.h>

/* The host has asked for it; to be done when all answers are out. */
extern bool powering_off;

/* Does what a frame of the host asks; `skipped` is told to a host that asks. */
void dispatch(const struct frame *f, uint64_t skipped);

#endif
