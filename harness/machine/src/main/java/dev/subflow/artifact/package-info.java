// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that guests are made of, by name: kernels, root images, compiled programs, selftests.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact;

import org.jspecify.annotations.NullMarked;
