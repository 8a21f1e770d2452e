// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.agent.AgentClient;
import dev.subflow.agent.CommandListener;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.Session;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends of a guest that nobody talks to; QEMU is a process that sleeps. */
@Timeout(60)
final class QemuGuestTest {
  private static final String DOWN = "went down by itself (guest-reset)";

  @TempDir private Path folder;
  private final List<SocketChannel> ofQemu = new ArrayList<>();
  private final Session session = Session.open();
  private ManagedProcess process;
  private QemuGuest guest;

  @BeforeEach
  void start() throws IOException {
    process = session.start(ProcessSpec.of("fake-qemu", "sleep", "1000"));
    SocketChannel qmp = connect("qmp");
    Console console = new Console("client", connect("console"), folder.resolve("console.log"));
    AgentClient agent = AgentClient.open("client", connect("agent"), CommandListener.NONE);
    guest =
        new QemuGuest(
            TestTemplates.guest("client").host(),
            false,
            process,
            new GuestChannels(qmp, console, agent));
  }

  private SocketChannel connect(String name) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve(name));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      ofQemu.add(SocketChannel.open(address));
      return server.accept();
    }
  }

  @AfterEach
  void stop() throws IOException {
    guest.close();
    session.close();
    for (SocketChannel channel : ofQemu) {
      channel.close();
    }
  }

  private void says(String event) throws IOException {
    ofQemu.get(0).write(StandardCharsets.UTF_8.encode(event + "\n"));
  }

  private GuestException fate() {
    await("fate").atMost(Duration.ofSeconds(20)).until(() -> guest.fate().isPresent());
    return guest.fate().orElseThrow();
  }

  @Test
  void aMachineThatStartsAgainHasDied() throws IOException {
    says("{\"event\":\"RESET\",\"data\":{\"guest\":true,\"reason\":\"guest-reset\"}}");

    assertThat(fate())
        .isInstanceOfSatisfying(
            GuestCrashedException.class, crash -> assertThat(crash.how()).isEqualTo(How.WENT_DOWN))
        .hasMessageContaining(DOWN);
    assertThatThrownBy(() -> guest.ping(Duration.ofSeconds(20))).isSameAs(fate());
  }

  @Test
  void aResetThatTheHostOrderedIsNoDeath() throws IOException {
    says("{\"event\":\"RESET\",\"data\":{\"guest\":false,\"reason\":\"host-qmp-system-reset\"}}");
    says("{\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\"guest-reset\"}}");

    await("nothing befalls it")
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(20))
        .until(() -> guest.fate().isEmpty());
  }

  @Test
  void aQemuThatIsKilledWhileNobodyTalksIsTold() {
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    ofQemu.forEach(QemuGuestTest::hangUp);

    assertThatThrownBy(() -> guest.ping(Duration.ofSeconds(20)))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("QEMU was killed from outside")
        .isSameAs(fate());
  }

  private static void hangUp(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
