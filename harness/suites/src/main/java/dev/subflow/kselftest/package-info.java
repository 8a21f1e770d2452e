// SPDX-License-Identifier: Apache-2.0
/** The kernel's own selftests: run in clones, subtest by subtest. */
@NullMarked
package dev.subflow.kselftest;

import org.jspecify.annotations.NullMarked;
