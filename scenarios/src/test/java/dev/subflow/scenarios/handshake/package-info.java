// SPDX-License-Identifier: Apache-2.0
/** How a connection begins, and what its two ends agree on. */
@NullMarked
package dev.subflow.scenarios.handshake;

import org.jspecify.annotations.NullMarked;
