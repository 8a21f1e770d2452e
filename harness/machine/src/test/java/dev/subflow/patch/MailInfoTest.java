// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what is read of mails against what git reads. */
final class MailInfoTest {
  /** git takes parts that are no text for text; after the patch that does no harm. */
  private static final Set<String> WITH_MORE_AFTER =
      Set.of("signed.eml", "signed-base64.eml", "alternative.eml", "with-image.eml");

  /** git has the HTML in the message. */
  private static final Set<String> WITH_MORE_BEFORE = Set.of("nested.eml");

  /**
   * git joins lines of what is said to be flowed, does not decode a mail in a mail, and wants a
   * mailbox to begin with a mail.
   */
  private static final Set<String> OTHERWISE =
      Set.of("as-it-is.eml", "forwarded.eml", "concatenated.mbox");

  @TempDir private Path folder;

  private record Split(String message, String patch) {
    Split(Mail mail) {
      this(mail.message().strip(), mail.patch().stripTrailing());
    }
  }

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(MailCasesTest.CASES)) {
      List<Path> mails =
          files.filter(f -> f.toString().matches(".*/mail-.*\\.(eml|mbox)")).sorted().toList();
      return mails.stream();
    }
  }

  private String git(Path input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output;
  }

  private static Charset charset(Path file) {
    String name = file.toString();
    return name.contains("latin1")
        ? StandardCharsets.ISO_8859_1
        : name.contains("koi8") ? Charset.forName("KOI8-R") : StandardCharsets.UTF_8;
  }

  /** Parts that are no text are in it too. */
  private String text(String name, Path file) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(name)), charset(file));
  }

  private List<Split> gits(Path file) throws IOException {
    Path in = file.toAbsolutePath();
    boolean isBox = Files.readString(in, StandardCharsets.ISO_8859_1).startsWith("From ");
    List<String> split = new ArrayList<>(List.of("mailsplit", "-b", "-o" + folder));
    if (isBox) {
      split.add("--mboxrd");
    }
    split.addAll(List.of("--", in.toString()));
    int mails = Integer.parseInt(git(in, split.toArray(String[]::new)).strip());
    List<Split> all = new ArrayList<>();
    for (int i = 1; i <= mails; i++) {
      Path mail = folder.resolve(String.format("%04d", i));
      git(mail, "mailinfo", "-n", "--quoted-cr=strip", "message", "patch");
      all.add(new Split(text("message", file).strip(), text("patch", file).stripTrailing()));
    }
    return all;
  }

  private static List<Mail> ours(Path file) {
    try {
      return Mailbox.split("x", Files.readAllBytes(file)).stream()
          .map(raw -> MailReader.read("x", raw))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void messageAndPatchAreThoseOfGit(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    List<Mail> ours = ours(file);
    List<Split> gits = gits(file);

    if (OTHERWISE.contains(name)) {
      assertThat(ours.stream().map(Split::new).toList()).isNotEqualTo(gits);
      return;
    }
    assertThat(ours).hasSameSizeAs(gits);
    for (int i = 0; i < ours.size(); i++) {
      Split mine = new Split(ours.get(i));
      if (ours.get(i).subject().isReply()) {
        continue;
      }
      if (WITH_MORE_AFTER.contains(name)) {
        assertThat(gits.get(i).patch()).startsWith(mine.patch()).isNotEqualTo(mine.patch());
      } else {
        assertThat(mine.patch()).isEqualTo(gits.get(i).patch());
      }
      if (!WITH_MORE_BEFORE.contains(name)) {
        assertThat(mine.message()).isEqualTo(gits.get(i).message());
      }
    }
  }

  static Stream<Path> casesWithPatches() throws IOException {
    return cases().filter(file -> !file.endsWith("alone.eml"));
  }

  @ParameterizedTest
  @MethodSource("casesWithPatches")
  void gitReadsEachPatch(Path file) throws IOException {
    for (KernelPatch patch : KernelPatch.read(file)) {
      Path text = Files.writeString(folder.resolve("p"), patch.text());

      assertThat(git(text, "apply", "--numstat", "-").lines())
          .isNotEmpty()
          .allMatch(line -> line.matches("1\t1\tnet/mptcp/(ctrl|pm)\\.c"));
    }
  }
}
