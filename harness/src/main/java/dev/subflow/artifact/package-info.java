// SPDX-License-Identifier: Apache-2.0
/** The cache of everything that guests are made of: kernels, root images, programs. */
@NullMarked
package dev.subflow.artifact;

import org.jspecify.annotations.NullMarked;
