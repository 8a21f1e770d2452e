// SPDX-License-Identifier: Apache-2.0
/**
 * The docker image that upstream's developers of MPTCP test kernel trees with, run and read.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.virtme;

import org.jspecify.annotations.NullMarked;
