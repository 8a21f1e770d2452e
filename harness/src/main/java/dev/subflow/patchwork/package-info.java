// SPDX-License-Identifier: Apache-2.0
/** Patch series from a Patchwork server. */
@NullMarked
package dev.subflow.patchwork;

import org.jspecify.annotations.NullMarked;
