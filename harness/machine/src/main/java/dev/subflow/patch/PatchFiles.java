// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the patches in files, mailboxes and folders. */
final class PatchFiles {
  private static final int LONGEST_BYTES = 64 << 20;

  private PatchFiles() {}

  static List<KernelPatch> read(Path path, Consumer<String> notes) {
    List<String> leftOut = new ArrayList<>();
    try {
      if (!Files.exists(path)) {
        throw new UsageException("There is no patch " + path + ": no such file or folder.");
      }
      List<KernelPatch> patches = new ArrayList<>();
      for (Path file : Files.isDirectory(path) ? ofFolder(path) : List.of(path)) {
        patches.addAll(parse(String.valueOf(file.getFileName()), bytes(file), leftOut::add));
      }
      if (patches.isEmpty()) {
        throw new UsageException(
            "There is no patch in "
                + path
                + ": "
                + (leftOut.isEmpty()
                    ? "expected a unified diff, a mailbox of \"git format-patch\", or a folder of"
                        + " such files (*.patch, *.diff, *.mbox, *.eml)."
                    : String.join("; ", leftOut)
                        + ". A diff that is wanted nevertheless can be given in a file of its"
                        + " own."));
      }
      leftOut.forEach(notes);
      return List.copyOf(patches);
    } catch (IOException e) {
      throw new UsageException("The patch " + path + " can't be read: " + e, e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_BYTES + 1);
      if (bytes.length > LONGEST_BYTES) {
        throw new UsageException(
            file + " has more than " + LONGEST_BYTES + " bytes, more than any patch.");
      }
      return bytes;
    }
  }

  /** As quilt's {@code series} says; else by name, so that 0002 comes after 0001. */
  private static List<Path> ofFolder(Path folder) throws IOException {
    Path series = folder.resolve("series");
    if (Files.isRegularFile(series)) {
      List<Path> files = new ArrayList<>();
      for (String line : new String(bytes(series), StandardCharsets.UTF_8).lines().toList()) {
        String name = line.replaceFirst("(^|\\s)#.*", "").strip().replaceFirst("\\s.*", "");
        if (name.isEmpty()) {
          continue;
        }
        if (name.indexOf('\0') >= 0 || !Files.isRegularFile(folder.resolve(name))) {
          throw new UsageException(series + " names " + name + ", which is not there.");
        }
        files.add(folder.resolve(name));
      }
      return files;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(patch|diff|mbox|mbx|eml)"))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
          .toList();
    }
  }

  static List<KernelPatch> parse(String name, byte[] text, Consumer<String> notes) {
    List<Mail> mails =
        Mailbox.split(name, text).stream().map(raw -> MailReader.read(name, raw)).toList();
    List<Mail> patches = MailSeries.patches(mails, note -> notes.accept(name + ": " + note));
    if (patches.size() == 1) {
      return List.of(new KernelPatch(name, patches.get(0).patch()));
    }
    List<KernelPatch> named = new ArrayList<>();
    for (Mail mail : patches) {
      int number = named.size() + 1;
      String title = mail.subject().title();
      named.add(
          new KernelPatch(
              number + "/" + patches.size() + " " + (title.isEmpty() ? name : title),
              mail.patch()));
    }
    return List.copyOf(named);
  }
}
