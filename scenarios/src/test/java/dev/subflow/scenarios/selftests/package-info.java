// SPDX-License-Identifier: Apache-2.0
/** The kernel's own selftests, as tests among the others. */
@NullMarked
package dev.subflow.scenarios.selftests;

import org.jspecify.annotations.NullMarked;
