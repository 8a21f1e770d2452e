// SPDX-License-Identifier: Apache-2.0
/** TCP segments with their MPTCP options, read from captured frames. */
@NullMarked
package dev.subflow.wire.tcp;

import org.jspecify.annotations.NullMarked;
