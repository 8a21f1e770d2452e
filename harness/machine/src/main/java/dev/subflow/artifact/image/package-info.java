// SPDX-License-Identifier: Apache-2.0
/** File systems in a file: erofs, and the initramfs. */
@NullMarked
package dev.subflow.artifact.image;

import org.jspecify.annotations.NullMarked;
