// SPDX-License-Identifier: Apache-2.0
/**
 * The MPTCP options of RFC 8684: octets to records and back.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.packet.mptcp;

import org.jspecify.annotations.NullMarked;
