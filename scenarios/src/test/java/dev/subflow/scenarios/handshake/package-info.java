// SPDX-License-Identifier: Apache-2.0
/** Beginnings of connections, and what their two ends agree on. */
@NullMarked
package dev.subflow.scenarios.handshake;

import org.jspecify.annotations.NullMarked;
