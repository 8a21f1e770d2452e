// SPDX-License-Identifier: Apache-2.0
/** Kernels that are broken on purpose, and what of the harness notices each. */
@NullMarked
package dev.subflow.benchmarks.mutations;

import org.jspecify.annotations.NullMarked;
