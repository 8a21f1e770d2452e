// SPDX-License-Identifier: Apache-2.0
/**
 * Git, on whatever the user has and on repositories of ours.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.git;

import org.jspecify.annotations.NullMarked;
