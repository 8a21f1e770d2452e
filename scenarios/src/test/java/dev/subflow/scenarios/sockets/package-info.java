// SPDX-License-Identifier: Apache-2.0
/** Scenarios of sockets as programs, tools and the kernel see them, and of their ends. */
@NullMarked
package dev.subflow.scenarios.sockets;

import org.jspecify.annotations.NullMarked;
