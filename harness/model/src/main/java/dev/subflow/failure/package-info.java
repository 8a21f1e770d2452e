// SPDX-License-Identifier: Apache-2.0
/** What went wrong, and whose fault it is: usage, the machine, or a kernel's splat. */
@NullMarked
package dev.subflow.failure;

import org.jspecify.annotations.NullMarked;
