// SPDX-License-Identifier: Apache-2.0
/**
 * Base against patched: what behaves differently, how sure that is, and which change did it.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.regress;

import org.jspecify.annotations.NullMarked;
