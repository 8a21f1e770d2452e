// SPDX-License-Identifier: Apache-2.0
/**
 * Frames and the TCP segments in them: read, shown, changed, and described for those who look for
 * them.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.packet;

import org.jspecify.annotations.NullMarked;
