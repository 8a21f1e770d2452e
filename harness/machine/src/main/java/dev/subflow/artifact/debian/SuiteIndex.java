// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.cache.WholeFile;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The kernels that a suite carries, as last seen.
 *
 * @param fetchedMillis when, milliseconds since 1970
 * @param current release that the suite's metapackage leads to; empty when it has none
 * @param kernels newest first
 */
record SuiteIndex(long fetchedMillis, String current, List<DebianKernel> kernels) {
  private static final String METAPACKAGE = "linux-image-cloud-amd64";
  private static final String IMAGE_PREFIX = "linux-image-";
  private static final String IMAGES = "^linux-image-[0-9].*-cloud-amd64$";

  SuiteIndex {
    Objects.requireNonNull(current, "current");
    kernels = List.copyOf(kernels);
  }

  Instant fetched() {
    return Instant.ofEpochMilli(fetchedMillis);
  }

  /** The kernel that a fresh installation of the suite would get. */
  Optional<DebianKernel> currentKernel() {
    return kernels.stream()
        .filter(kernel -> kernel.release().equals(current))
        .findFirst()
        .or(() -> kernels.stream().findFirst());
  }

  /** The newest kernel that a version as typed means. */
  Optional<DebianKernel> find(String prefix) {
    return kernels.stream().filter(kernel -> kernel.answersTo(prefix)).findFirst();
  }

  static Optional<SuiteIndex> read(Path file) throws IOException {
    try {
      return Optional.of(Json.read(Files.readAllBytes(file), SuiteIndex.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    WholeFile.write(file, Json.line(this));
  }

  /** Asks apt; its lists must be there. */
  static SuiteIndex of(AptRoot apt, Instant now) throws IOException {
    List<String> names = new ArrayList<>(apt.search(IMAGES));
    List<Map<String, String>> images = apt.show(names);
    Set<String> parts = new HashSet<>();
    images.forEach(image -> parts.addAll(partNames(image)));
    parts.removeAll(names);
    List<Map<String, String>> all = new ArrayList<>(images);
    all.addAll(apt.show(parts.stream().sorted().toList()));
    List<String> meta = apt.search("^" + METAPACKAGE + "$");
    return of(images, all, apt.show(meta), now);
  }

  static SuiteIndex of(
      List<Map<String, String>> images,
      List<Map<String, String>> packages,
      List<Map<String, String>> meta,
      Instant now) {
    Map<String, DebianPackage> byName = new LinkedHashMap<>();
    packages.forEach(stanza -> byName.put(stanza.get("Package"), DebianPackage.of(stanza)));
    List<DebianKernel> kernels = new ArrayList<>();
    for (Map<String, String> image : images) {
      DebianPackage itself = DebianPackage.of(image);
      List<DebianPackage> all = new ArrayList<>(List.of(itself));
      partNames(image).stream().map(byName::get).filter(Objects::nonNull).forEach(all::add);
      kernels.add(new DebianKernel(releaseOf(itself.name()), itself.version(), all));
    }
    kernels.sort((a, b) -> DebianKernel.compareVersions(b.version(), a.version()));
    return new SuiteIndex(now.toEpochMilli(), current(meta), kernels);
  }

  private static String current(List<Map<String, String>> meta) {
    return meta.stream()
        .flatMap(m -> AptOutput.dependencies(m.getOrDefault("Depends", "")).keySet().stream())
        .filter(name -> name.matches(IMAGES))
        .map(SuiteIndex::releaseOf)
        .findFirst()
        .orElse("");
  }

  /** Packages of exactly this kernel that its image package depends on: the split layout. */
  private static List<String> partNames(Map<String, String> image) {
    String release = releaseOf(image.getOrDefault("Package", ""));
    return AptOutput.dependencies(image.getOrDefault("Depends", "")).keySet().stream()
        .filter(name -> name.startsWith("linux-") && name.endsWith("-" + release))
        .toList();
  }

  private static String releaseOf(String imagePackage) {
    return imagePackage.substring(Math.min(imagePackage.length(), IMAGE_PREFIX.length()));
  }
}
