// SPDX-License-Identifier: Apache-2.0
/**
 * Boxes that real paths have: those that strip options, translate addresses, split and reset.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.wire.middlebox;

import org.jspecify.annotations.NullMarked;
