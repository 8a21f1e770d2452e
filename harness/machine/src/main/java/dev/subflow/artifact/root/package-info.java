// SPDX-License-Identifier: Apache-2.0
/**
 * Debian roots: root images of guests, and the toolbox, in which things are compiled.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact.root;

import org.jspecify.annotations.NullMarked;
