// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.AgentClient;
import java.nio.channels.SocketChannel;

/** The connected channels of a guest, ready to be owned by it. */
record GuestChannels(SocketChannel qmp, Console console, AgentClient agent) {}
