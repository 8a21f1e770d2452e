// SPDX-License-Identifier: Apache-2.0
/**
 * JSON, read and written in one way everywhere.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.json;

import org.jspecify.annotations.NullMarked;
