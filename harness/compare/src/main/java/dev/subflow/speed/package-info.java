// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a kernel moves data slower than another: statistics on measured transfers.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.speed;

import org.jspecify.annotations.NullMarked;
