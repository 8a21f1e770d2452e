// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.agent.CommandListener;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.machine.QemuUser;
import dev.subflow.process.BoundedLog;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.Session;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that QEMU connects to, and what comes over them; its part is played. */
@Timeout(60)
final class ConsoleTest {
  private static final String PANIC = "Kernel panic - not syncing: Fatal exception";

  @TempDir private Path folder;
  private int consoles;

  /** A console to which a text is written, which then ends. */
  private Console consoleOf(String text, List<Splat.Kind> told) throws IOException {
    return consoleOf(text, told, Files.newOutputStream(folder.resolve("console.log")));
  }

  private Console consoleOf(String text, List<Splat.Kind> told, OutputStream file)
      throws IOException {
    UnixDomainSocketAddress address =
        UnixDomainSocketAddress.of(folder.resolve("con" + ++consoles));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel guest = SocketChannel.open(address)) {
        Console console = new Console("client", server.accept(), BoundedLog.to(file, 8 << 20));
        console.start(told::add);
        ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
        while (bytes.hasRemaining()) {
          guest.write(bytes);
        }
        guest.shutdownOutput();
        console.awaitEnd(20_000);
        return console;
      }
    }
  }

  @Test
  void linesAreWatchedAndKeptAsTheyWerePrinted() throws IOException {
    List<Splat.Kind> told = new CopyOnWriteArrayList<>();
    String text = "[    1.000000] one\r\n[    2.000000] " + PANIC + "\r\n[    2.100000] half a l";
    try (Console console = consoleOf(text, told)) {
      assertThat(console.recentLines())
          .containsExactly("[    1.000000] one", "[    2.000000] " + PANIC);
      assertThat(told).containsExactly(Splat.Kind.PANIC);
      assertThat(console.splats()).extracting(Splat::headline).containsExactly(PANIC);
    }
    assertThat(folder.resolve("console.log")).hasContent(text);
  }

  @Test
  void aDiskThatIsFullDoesNotBlindTheWatch() throws IOException {
    List<Splat.Kind> told = new CopyOnWriteArrayList<>();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (Console console =
        consoleOf("x".repeat(200_000) + "\n[    2.000000] " + PANIC + "\n", told, full)) {
      assertThat(told).containsExactly(Splat.Kind.PANIC);
      assertThat(console.splats()).extracting(Splat::headline).containsExactly(PANIC);
      assertThat(console.gap()).contains("No space left on device");
    }
    try (Console whole = consoleOf("all is well\n", told)) {
      assertThat(whole.gap()).isEmpty();
    }
  }

  @Test
  void memoryIsBoundedWhateverIsPrinted() throws IOException {
    String text = "x".repeat(1 << 20) + "\n" + "line\n".repeat(500);
    try (Console console = consoleOf(text, new CopyOnWriteArrayList<>())) {
      assertThat(console.recentLines()).hasSize(200).containsOnly("line");
    }
    try (Console console = consoleOf("y".repeat(5000) + "\n", new CopyOnWriteArrayList<>())) {
      assertThat(console.recentLines()).containsExactly("y".repeat(4096));
    }
  }

  @Test
  void nothingComesOutOfDeafWiresUntilTheyAreClosed() throws IOException {
    Path socket = folder.resolve("nic0");
    SocketChannel nic;
    try (DeafWires wires = DeafWires.listen(List.of(socket))) {
      nic = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      wires.accept();
      assertThat(nic.write(ByteBuffer.wrap(new byte[4]))).isEqualTo(4);
      nic.configureBlocking(false);
      assertThat(nic.read(ByteBuffer.allocate(1))).as("nothing yet").isZero();
    }
    try (nic) {
      nic.configureBlocking(true);
      assertThat(readOrReset(nic)).isEqualTo(-1);
    }
    assertThatThrownBy(() -> DeafWires.listen(List.of(folder.resolve("no/such/folder"))))
        .isInstanceOf(IOException.class);
  }

  /** -1 at the end of the stream, however it ended. */
  private static int readOrReset(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      return -1;
    }
  }

  private static ManagedProcess shell(Session session, String script) {
    return session.start(ProcessSpec.of("fake-qemu", "sh", "-c", script));
  }

  @Test
  void everySocketIsConnectedToOnce() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    try (Session session = Session.open();
        Rendezvous rendezvous = new Rendezvous()) {
      rendezvous.listen(one);
      rendezvous.listen(two);
      try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(one));
          SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(two))) {
        first.write(ByteBuffer.wrap(new byte[] {1}));
        second.write(ByteBuffer.wrap(new byte[] {2}));
        Map<Path, SocketChannel> channels =
            rendezvous.accept(shell(session, "sleep 100"), Duration.ofSeconds(20));
        assertThat(channels).containsOnlyKeys(one, two);
        ByteBuffer read = ByteBuffer.allocate(1);
        Objects.requireNonNull(channels.get(two)).read(read);
        assertThat(read.get(0)).isEqualTo((byte) 2);
        for (SocketChannel channel : channels.values()) {
          channel.close();
        }
      }
    }
  }

  @Test
  void whoeverDoesNotConnectIsToldFromWhoEnds() throws IOException {
    try (Session session = Session.open();
        Rendezvous rendezvous = new Rendezvous()) {
      rendezvous.listen(folder.resolve("one"));
      ManagedProcess silent = shell(session, "sleep 100");
      assertThatThrownBy(() -> rendezvous.accept(silent, Duration.ZERO))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("did not connect within 0 s; its output:");
      ManagedProcess ended = shell(session, "echo no such machine; exit 1");
      await("end").until(() -> !ended.isAlive());
      assertThatThrownBy(() -> rendezvous.accept(ended, Duration.ofSeconds(20)))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("ended as soon as it was started; its output:")
          .hasMessageContaining("no such machine");
    }
  }

  @Test
  void aQemuThatRefusesItsArgumentsIsToldWithItsWords() throws IOException {
    Path qemu =
        Files.writeString(folder.resolve("qemu"), "#!/bin/sh\necho bad option >&2\nexit 1\n");
    Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwx------"));
    GuestSpec like = TestTemplates.guest("client");
    GuestSpec spec =
        new GuestSpec(
            like.host(),
            like.kernel(),
            like.root(),
            like.programs(),
            like.nicSockets(),
            like.kernelArguments(),
            folder,
            Duration.ofSeconds(20),
            true);
    QemuSetup setup =
        new QemuSetup(
            TestTemplates.installed(qemu), Accelerator.TCG, OptionalInt.empty(), QemuUser.CALLER);
    try (Session session = Session.open()) {
      QemuStarter starter = new QemuStarter(new QemuLauncher(session, setup));
      assertThatThrownBy(() -> starter.boot(spec, CommandListener.NONE))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("ended as soon as it was started")
          .hasMessageContaining("bad option");
    }
    assertThat(folder.resolve("qemu-client.args")).content().startsWith(qemu.toString());
    assertThat(folder.resolve("qemu-client.log")).content().contains("bad option");
  }
}
