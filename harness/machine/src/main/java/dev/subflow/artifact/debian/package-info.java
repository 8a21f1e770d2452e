// SPDX-License-Identifier: Apache-2.0
/**
 * Debian's archive: suites, packages, kernels, headers and sources.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact.debian;

import org.jspecify.annotations.NullMarked;
