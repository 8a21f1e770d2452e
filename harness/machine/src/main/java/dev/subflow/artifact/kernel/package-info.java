// SPDX-License-Identifier: Apache-2.0
/** Kernel images, their modules and their configuration. */
@NullMarked
package dev.subflow.artifact.kernel;

import org.jspecify.annotations.NullMarked;
