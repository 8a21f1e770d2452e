// SPDX-License-Identifier: Apache-2.0
/** Programs in several languages, and what makes those that know only TCP speak MPTCP. */
@NullMarked
package dev.subflow.scenarios.programs;

import org.jspecify.annotations.NullMarked;
