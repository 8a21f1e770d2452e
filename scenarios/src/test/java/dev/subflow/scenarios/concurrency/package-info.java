// SPDX-License-Identifier: Apache-2.0
/** Much at once, in random order: what is seen only when things meet that seldom meet. */
@NullMarked
package dev.subflow.scenarios.concurrency;

import org.jspecify.annotations.NullMarked;
