// SPDX-License-Identifier: Apache-2.0
/**
 * The guest agent's protocol: frames on a byte stream and what they carry; its other half is {@code
 * images/guest/agent/protocol.h}.
 */
@NullMarked
package dev.subflow.guest.protocol;

import org.jspecify.annotations.NullMarked;
