// SPDX-License-Identifier: Apache-2.0
/**
 * Behaviour of a test: everything that it saw, in a form in which two runs on one kernel are equal.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.observe;

import org.jspecify.annotations.NullMarked;
