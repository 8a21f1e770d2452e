// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.subflow.timeline;

import org.jspecify.annotations.NullMarked;
