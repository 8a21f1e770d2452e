// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the patches in files, mailboxes and folders. */
final class PatchFiles {
  private static final long LONGEST_BYTES = 64L << 20;

  private PatchFiles() {}

  static List<KernelPatch> read(Path path) {
    try {
      if (!Files.exists(path)) {
        throw new UsageException("There is no patch " + path + ": no such file or folder.");
      }
      List<KernelPatch> patches = new ArrayList<>();
      for (Path file : Files.isDirectory(path) ? ofFolder(path) : List.of(path)) {
        if (Files.size(file) > LONGEST_BYTES) {
          throw new UsageException(
              file + " has " + Files.size(file) + " bytes, more than any patch.");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        patches.addAll(parse(String.valueOf(file.getFileName()), text));
      }
      if (patches.isEmpty()) {
        throw new UsageException(
            "There is no patch in "
                + path
                + ": expected a unified diff, a mailbox of \"git format-patch\", or a folder of"
                + " such files (*.patch, *.diff, *.mbox, *.eml).");
      }
      return List.copyOf(patches);
    } catch (IOException e) {
      throw new UsageException("The patch " + path + " can't be read: " + e, e);
    }
  }

  /** As quilt's {@code series} says; else by name, so that 0002 comes after 0001. */
  private static List<Path> ofFolder(Path folder) throws IOException {
    Path series = folder.resolve("series");
    if (Files.isRegularFile(series)) {
      List<Path> files = new ArrayList<>();
      for (String line : Files.readAllLines(series)) {
        String name = line.replaceFirst("(^|\\s)#.*", "").strip().replaceFirst("\\s.*", "");
        if (name.isEmpty()) {
          continue;
        }
        if (!Files.isRegularFile(folder.resolve(name))) {
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

  static List<KernelPatch> parse(String name, String text) {
    List<Mail> mails = Mail.split(text.replace("\r\n", "\n"));
    List<Mail> patches = Mail.inOrder(mails.stream().filter(Mail::hasDiff).toList());
    if (patches.size() == 1) {
      return List.of(new KernelPatch(name, patches.get(0).body()));
    }
    List<KernelPatch> named = new ArrayList<>();
    for (Mail mail : patches) {
      int number = named.size() + 1;
      String title = mail.title().orElse(name);
      named.add(new KernelPatch(number + "/" + patches.size() + " " + title, mail.body()));
    }
    return List.copyOf(named);
  }
}
