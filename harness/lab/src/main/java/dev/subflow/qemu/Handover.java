// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.process.Outsider;
import dev.subflow.process.ProcessSpec;
import dev.subflow.qemu.QemuConfiguration.QemuNic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hands a QEMU that runs as an {@link Outsider} what it needs and can follow no path to: files as
 * open descriptors, sockets in its working directory or in an open folder.
 */
final class Handover {
  private final Path directory;
  private final List<Path> files = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();

  private Handover(Path directory) {
    this.directory = directory;
  }

  /**
   * A program that is this QEMU. Lets outsiders in where it has to get.
   *
   * @param qemu whose tree it gets as a descriptor, where it has one
   * @param directory that of its sockets, which listen
   * @param group another group that it is in
   */
  static ProcessSpec program(
      QemuProgram qemu, QemuConfiguration plain, Path directory, OptionalInt group)
      throws IOException {
    Handover handover = new Handover(directory);
    List<String> argv = new ArrayList<>(QemuCommandLine.of(handover.over(qemu, plain)));
    argv.addAll(handover.sets);
    return ProcessSpec.of("qemu-" + plain.name(), argv)
        .in(directory)
        .by(new Outsider(handover.files, group));
  }

  private QemuConfiguration over(QemuProgram qemu, QemuConfiguration plain) throws IOException {
    Outsider.admit(directory);
    List<String> words = qemu.tree().map(this::descriptor).map(qemu::words).orElseGet(qemu::words);
    boolean boots = !(plain.origin() instanceof Origin.Cloned);
    Map<String, Path> attached = new LinkedHashMap<>();
    for (Map.Entry<String, Path> image : plain.attached().entrySet()) {
      attached.put(image.getKey(), image(image.getValue()));
    }
    List<QemuNic> nics = new ArrayList<>();
    for (QemuNic nic : plain.nics()) {
      nics.add(new QemuNic(nic.mac(), socket(nic.socket())));
    }
    return new QemuConfiguration(
        words,
        origin(plain.origin()),
        plain.name(),
        plain.accelerator(),
        plain.vcpus(),
        plain.oneThread(),
        plain.memoryMib(),
        boots ? readable(plain.kernel()) : plain.kernel(),
        boots ? readable(plain.initramfs()) : plain.initramfs(),
        plain.kernelArguments(),
        image(plain.root()),
        image(plain.programs()),
        image(plain.modules()),
        attached,
        nics,
        socket(plain.qmp()),
        socket(plain.console()),
        socket(plain.agent()));
  }

  private Origin origin(Origin plain) throws IOException {
    if (plain instanceof Origin.Recorded recorded) {
      // The folder is the cache's: QEMU may fill this file, and make no other.
      Files.createFile(recorded.memory());
      Outsider.admit(recorded.memory());
      return new Origin.Recorded(descriptor(recorded.memory()));
    }
    if (plain instanceof Origin.Cloned cloned) {
      return new Origin.Cloned(cloned.template(), descriptor(cloned.memory()), cloned.readOnly());
    }
    return plain;
  }

  /**
   * QEMU opens it once more by this name, which takes permission for the file but for no folder.
   */
  private Path descriptor(Path file) {
    int index = files.indexOf(file);
    if (index < 0) {
      index = files.size();
      files.add(file);
    }
    return Path.of("/proc/self/fd/" + (Outsider.FIRST_DESCRIPTOR + index));
  }

  /** QEMU takes a copy of the descriptor, which takes no permission. */
  private Path image(Path file) {
    int number = Outsider.FIRST_DESCRIPTOR + files.size();
    files.add(file);
    sets.add("-add-fd");
    sets.add("fd=" + number + ",set=" + number);
    return Path.of("/dev/fdset/" + number);
  }

  private Optional<Path> image(Optional<Path> file) {
    return file.map(this::image);
  }

  private Path readable(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      return descriptor(file);
    }
    Path copy = Files.copy(file, directory.resolve("copy-" + file.getFileName()));
    Outsider.admit(copy);
    return copy.getFileName();
  }

  private Path socket(Path socket) throws IOException {
    Outsider.admit(socket);
    Path folder = Objects.requireNonNull(socket.getParent(), "folder of a socket");
    if (folder.equals(directory)) {
      return socket.getFileName();
    }
    Outsider.admit(folder);
    return descriptor(folder).resolve(socket.getFileName());
  }
}
