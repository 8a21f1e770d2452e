// SPDX-License-Identifier: Apache-2.0
/**
 * The JUnit extension: annotations, parameter injection and conditions.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.junit;

import org.jspecify.annotations.NullMarked;
