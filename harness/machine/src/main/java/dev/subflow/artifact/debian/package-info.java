// SPDX-License-Identifier: Apache-2.0
/** Debian's archive: suites, packages, kernels, headers and sources. */
@NullMarked
package dev.subflow.artifact.debian;

import org.jspecify.annotations.NullMarked;
