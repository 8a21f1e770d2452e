// SPDX-License-Identifier: Apache-2.0
/** Path managers in userspace: what the kernel leaves to them, and what it does for them. */
@NullMarked
package dev.subflow.scenarios.userspacepm;

import org.jspecify.annotations.NullMarked;
