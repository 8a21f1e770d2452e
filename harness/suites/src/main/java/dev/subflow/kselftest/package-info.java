// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's own selftests: run in clones, subtest by subtest.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.kselftest;

import org.jspecify.annotations.NullMarked;
