// SPDX-License-Identifier: Apache-2.0
/**
 * Files in one file: erofs, the initramfs, and the recipes that travel with the library.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact.image;

import org.jspecify.annotations.NullMarked;
