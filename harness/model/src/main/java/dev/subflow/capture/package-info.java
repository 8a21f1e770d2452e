// SPDX-License-Identifier: Apache-2.0
/**
 * Captures in the formats of Wireshark and tcpdump: read, written, and put in order of time.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.capture;

import org.jspecify.annotations.NullMarked;
