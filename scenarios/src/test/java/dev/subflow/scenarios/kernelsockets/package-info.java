// SPDX-License-Identifier: Apache-2.0
/** Kernel modules that talk over TCP and MPTCP sockets. */
@NullMarked
package dev.subflow.scenarios.kernelsockets;

import org.jspecify.annotations.NullMarked;
