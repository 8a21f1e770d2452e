// SPDX-License-Identifier: Apache-2.0
/** What the kernel's own path manager does with endpoints, limits and announced addresses. */
@NullMarked
package dev.subflow.scenarios.kernelpm;

import org.jspecify.annotations.NullMarked;
