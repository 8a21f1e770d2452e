// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers that tell whether a kernel moves data as well as another one.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.measure;

import org.jspecify.annotations.NullMarked;
