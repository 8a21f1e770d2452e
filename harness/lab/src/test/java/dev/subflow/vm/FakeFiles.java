// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.guest.GuestFileException;
import dev.subflow.guest.GuestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Files in memory. */
final class FakeFiles implements GuestFiles {
  private final Map<String, byte[]> files = new HashMap<>();

  @Override
  public void put(String path, byte[] content) {
    files.put(path, content.clone());
  }

  @Override
  public void put(Path source, String path, int mode) {
    try {
      files.put(path, Files.readAllBytes(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] get(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new GuestFileException("fake", 2, path + " is not there");
    }
    return content.clone();
  }

  @Override
  public void get(String path, Path target) {
    try {
      Files.write(target, get(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
