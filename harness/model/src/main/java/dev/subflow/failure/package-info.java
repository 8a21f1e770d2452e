// SPDX-License-Identifier: Apache-2.0
/**
 * Failures, and whose fault they are: usage, the machine, or a kernel's splat.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.failure;

import org.jspecify.annotations.NullMarked;
