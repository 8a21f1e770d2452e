// SPDX-License-Identifier: Apache-2.0
/**
 * Behaviour of a test: everything that it saw, in a form in which two runs on one kernel are equal.
 */
@NullMarked
package dev.subflow.observe;

import org.jspecify.annotations.NullMarked;
