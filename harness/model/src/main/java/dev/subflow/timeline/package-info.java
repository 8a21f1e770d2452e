// SPDX-License-Identifier: Apache-2.0
/**
 * What happened in a test, in the order of one clock.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.timeline;

import org.jspecify.annotations.NullMarked;
