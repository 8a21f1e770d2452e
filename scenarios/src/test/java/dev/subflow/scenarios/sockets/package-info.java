// SPDX-License-Identifier: Apache-2.0
/** What programs, tools and the kernel see of MPTCP sockets, and how these end. */
@NullMarked
package dev.subflow.scenarios.sockets;

import org.jspecify.annotations.NullMarked;
