// SPDX-License-Identifier: Apache-2.0
/**
 * Guests in the hands of a scenario: commands, files, results.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.guest;

import org.jspecify.annotations.NullMarked;
