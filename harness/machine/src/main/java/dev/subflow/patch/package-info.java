// SPDX-License-Identifier: Apache-2.0
/**
 * Patches and series of patches: from files, mails and Patchwork.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.patch;

import org.jspecify.annotations.NullMarked;
