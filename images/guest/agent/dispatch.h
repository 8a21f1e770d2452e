/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_DISPATCH_H
#define SUBFLOW_DISPATCH_H

#include "frame.h"

/* Does what a frame of the host asks; `skipped` is told to a host that asks. */
void dispatch(const struct frame *f, uint64_t skipped);

#endif
