// SPDX-License-Identifier: Apache-2.0
/**
 * Pure models and parsers of what ss, ip mptcp, nstat and sysctl say about MPTCP.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.mptcp;

import org.jspecify.annotations.NullMarked;
