// SPDX-License-Identifier: Apache-2.0
/** Scenarios of the kernel's own path manager: endpoints, limits and announced addresses. */
@NullMarked
package dev.subflow.scenarios.kernelpm;

import org.jspecify.annotations.NullMarked;
