// SPDX-License-Identifier: Apache-2.0
/**
 * A guest seen as an MPTCP host: runs the tools and parses what they print.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.stack;

import org.jspecify.annotations.NullMarked;
