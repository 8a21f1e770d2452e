// SPDX-License-Identifier: Apache-2.0
/** Reads what the image prints and leaves behind, and makes results of tests of it. */
@NullMarked
package dev.subflow.virtme.results;

import org.jspecify.annotations.NullMarked;
