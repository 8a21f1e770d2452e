// SPDX-License-Identifier: Apache-2.0
/**
 * The guest agent seen from the host: commands, files and set-up as frames on one byte stream; its
 * other half is {@code images/guest/agent}.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.agent;

import org.jspecify.annotations.NullMarked;
