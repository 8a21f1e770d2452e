// SPDX-License-Identifier: Apache-2.0
/** Open questions about MPTCP, each answered by what hosts do side by side. */
@NullMarked
package dev.subflow.scenarios.questions;

import org.jspecify.annotations.NullMarked;
