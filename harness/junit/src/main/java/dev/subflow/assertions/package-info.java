// SPDX-License-Identifier: Apache-2.0
/**
 * AssertJ entry points for the models of Subflow.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.assertions;

import org.jspecify.annotations.NullMarked;
