// SPDX-License-Identifier: Apache-2.0
/** What crossed the wires: the TCP segments of captures, with their MPTCP options. */
@NullMarked
package dev.subflow.wire.trace;

import org.jspecify.annotations.NullMarked;
