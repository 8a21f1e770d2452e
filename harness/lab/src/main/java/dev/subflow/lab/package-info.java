// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a topology up and down and owns every resource of it.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.lab;

import org.jspecify.annotations.NullMarked;
