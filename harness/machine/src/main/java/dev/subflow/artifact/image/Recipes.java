// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Where the recipes of images and the fragments of configurations are: in a checkout, or packed.
 */
public final class Recipes {
  private static final String PACKED = "recipes.tar";

  private Recipes() {}

  /**
   * The checkout at or above a folder, which holds {@code images/guest}.
   *
   * @param folder where a project is, often the working directory
   */
  public static Optional<Path> checkout(Path folder) {
    for (Path f = folder.toAbsolutePath().normalize(); f != null; f = f.getParent()) {
      if (Files.isDirectory(f.resolve("images/guest"))) {
        return Optional.of(f);
      }
    }
    return Optional.empty();
  }

  /**
   * A folder with the recipes that this library was made with, unpacked into the cache when it is
   * first asked for.
   *
   * @throws UsageException where this library has none, as in a build that is not whole
   * @throws InfrastructureException where they can't be read
   */
  public static Path unpacked(Cache cache) {
    CacheKey key = CacheKey.of("recipes").with("content", digest());
    return cache.get(key, Recipes::unpack);
  }

  private static String digest() {
    try {
      Path copy = Files.createTempFile("subflow-recipes", ".tar");
      try (InputStream packed = packed()) {
        Files.copy(packed, copy, StandardCopyOption.REPLACE_EXISTING);
        return Digests.of(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new InfrastructureException("the recipes of images can't be read", e);
    }
  }

  private static InputStream packed() {
    InputStream packed = Recipes.class.getResourceAsStream(PACKED);
    if (packed == null) {
      throw new UsageException(
          "there is no checkout of Subflow at or above "
              + Path.of("").toAbsolutePath()
              + ", and no recipes of images in this library; name a checkout with -Dsubflow.home");
    }
    return packed;
  }

  private static void unpack(Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(packed())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(entry.getName() + " lies outside of its archive");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
