// SPDX-License-Identifier: Apache-2.0
/** Speaks to the guest agent: commands, files and set-up over one byte stream. */
@NullMarked
package dev.subflow.qemu.agent;

import org.jspecify.annotations.NullMarked;
