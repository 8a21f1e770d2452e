// SPDX-License-Identifier: Apache-2.0
/**
 * The cache on disk of everything that is fetched or made: content-addressed, locked per key, safe
 * under kill -9.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.cache;

import org.jspecify.annotations.NullMarked;
