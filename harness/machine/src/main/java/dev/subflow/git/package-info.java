// SPDX-License-Identifier: Apache-2.0
/** Git, and the kernel trees in it. */
@NullMarked
package dev.subflow.git;

import org.jspecify.annotations.NullMarked;
