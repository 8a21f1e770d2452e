// SPDX-License-Identifier: Apache-2.0
/**
 * Kernels built on this machine: from a tree, a revision or a source package, with patches.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact.compile;

import org.jspecify.annotations.NullMarked;
