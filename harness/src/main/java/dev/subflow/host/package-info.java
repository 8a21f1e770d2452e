// SPDX-License-Identifier: Apache-2.0
/** What this machine can do: tools, versions, privileges, disk, supervised processes. */
@NullMarked
package dev.subflow.host;

import org.jspecify.annotations.NullMarked;
