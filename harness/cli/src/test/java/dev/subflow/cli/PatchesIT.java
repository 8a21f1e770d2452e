// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** From patches to a verdict: kernels are built with them and run one of their own selftests. */
@EnabledIfSystemProperty(
    named = "subflow.kernelBuilds",
    matches = "true",
    disabledReason = "compiles a kernel, ten minutes and more: mvn verify -Pnightly")
@Timeout(3600)
final class PatchesIT {
  private static final Path PATCHES = Path.of("src/test/resources/regress/mutations");

  @TempDir Path temp;

  @Test
  void culpritOfASeriesFromPatchworkIsNamed() throws IOException {
    String mbox = text("comment-only.patch") + "\n" + text("never-counted-out.patch");
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String series =
        """
        {"name": "mptcp: counters", "total": 2, "received_total": 2, "received_all": true,
         "mbox": "%s/mbox/"}"""
            .formatted(url);
    Map<String, String> pages = Map.of("/api/series/17/", series, "/mbox/", mbox);
    server.createContext("/", exchange -> answer(exchange, pages));
    server.start();
    try {
      CommandLineRun run = regress("--series", "17", "--patchwork", url + "/", "--each");

      assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern(
              "REGRESSED by patch-2 +5 of 5 pass +0 of 5 pass +0.004 +kselftest:diag.sh:....chk 2 cestab")
          .contains("culprit patch-2: + 2/2 mptcp: count sockets out when they close");
      assertThat(Files.readString(temp.resolve("summary.md")))
          .contains("diag.sh:....chk 2 cestab", "mptcp: count sockets out when they close");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void commentChangesNothing() {
    CommandLineRun run = regress("--patch", PATCHES.resolve("comment-only.patch").toString());

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out()).containsPattern("\\n3\\d UNCHANGED in ").doesNotContain("REGRESSED");
  }

  @Test
  void patchThatDoesNotCompileIsRegressedAtItsBuild() {
    CommandLineRun run = regress("--patch", PATCHES.resolve("does-not-compile.patch").toString());

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.all())
        .containsPattern("REGRESSED .* build")
        .contains("net/mptcp/pm.c:864", "mptcp_no_such_helper", "does-not-compile.patch");
  }

  private CommandLineRun regress(String... what) {
    List<String> arguments = new ArrayList<>(List.of("regress", "--package", "7.3"));
    arguments.addAll(List.of("--tests", "kselftest:diag.sh", "--out", temp.toString()));
    arguments.addAll(List.of(what));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static String text(String patch) throws IOException {
    return Files.readString(PATCHES.resolve(patch));
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static void answer(HttpExchange exchange, Map<String, String> pages) throws IOException {
    String page = pages.get(exchange.getRequestURI().getPath());
    byte[] bytes = (page == null ? "no such page" : page).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
