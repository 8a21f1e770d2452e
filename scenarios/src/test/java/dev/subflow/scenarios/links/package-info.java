// SPDX-License-Identifier: Apache-2.0
/** What happens to a connection while its links come, slow down and go. */
@NullMarked
package dev.subflow.scenarios.links;

import org.jspecify.annotations.NullMarked;
