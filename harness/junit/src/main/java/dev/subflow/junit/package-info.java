// SPDX-License-Identifier: Apache-2.0
/** The JUnit extension: annotations, parameter injection and conditions. */
@NullMarked
package dev.subflow.junit;

import org.jspecify.annotations.NullMarked;
