// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.cache.Enclosure;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The programs that selftests have installed, as their makefiles list them. */
final class SelftestList {
  static final String FILE = "kselftest-list.txt";

  private final Enclosure made;
  private final Path folder;
  private final List<Entry> entries;

  private record Entry(String suite, String program) {}

  private SelftestList(Enclosure made, Path folder, List<Entry> entries) {
    this.made = made;
    this.folder = folder;
    this.entries = entries;
  }

  /**
   * Reads it.
   *
   * @param made holds all that a stranger's make has written
   * @param folder where in it the selftests are installed
   * @throws UsageException when a line names anything but a program in the folder of a suite
   */
  static SelftestList read(Enclosure made, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String text =
        made.text(file)
            .orElseThrow(() -> new UsageException("The selftests were built without " + FILE));
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      // sample: net/mptcp:mptcp_connect.sh
      String where = FILE + ":" + number + ": ";
      int colon = line.indexOf(':');
      if (!line.isBlank()) {
        entries.add(
            new Entry(
                RelativePath.path(line.substring(0, Math.max(0, colon)), where + "the suite"),
                RelativePath.name(line.substring(colon + 1).strip(), where + "the program")));
      }
    }
    return new SelftestList(made, folder, entries);
  }

  /** The programs of a suite, in order. */
  List<String> of(String suite) {
    return entries.stream().filter(e -> e.suite().equals(suite)).map(Entry::program).toList();
  }

  /** As it is written. */
  String text() {
    return String.join(
        "", entries.stream().map(e -> e.suite() + ":" + e.program() + "\n").toList());
  }

  /** Patches, which Debian's source has, carry no permissions. */
  void makeExecutable() throws IOException {
    for (Entry entry : entries) {
      Path program = folder.resolve(entry.suite()).resolve(entry.program());
      Optional<Path> file = made.file(program);
      if (file.isEmpty()) {
        throw new UsageException(
            FILE + " lists " + entry.suite() + ":" + entry.program() + ", which is no file.");
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file.get());
      permissions.addAll(
          Set.of(
              PosixFilePermission.OWNER_EXECUTE,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_EXECUTE));
      Files.setPosixFilePermissions(file.get(), permissions);
    }
  }
}
