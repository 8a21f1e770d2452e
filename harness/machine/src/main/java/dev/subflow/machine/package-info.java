// SPDX-License-Identifier: Apache-2.0
/**
 * What this machine has and can do: tools and their versions, packages, privileges, memory, KVM.
 */
@NullMarked
package dev.subflow.machine;

import org.jspecify.annotations.NullMarked;
