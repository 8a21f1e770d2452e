// SPDX-License-Identifier: Apache-2.0
/**
 * This machine: tools and their versions, packages, privileges, memory, KVM.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.machine;

import org.jspecify.annotations.NullMarked;
