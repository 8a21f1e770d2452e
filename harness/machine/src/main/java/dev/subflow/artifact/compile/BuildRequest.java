// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.patch.KernelPatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Request for a kernel.
 *
 * @param source what it is built from
 * @param patches applied to it in this order
 * @param fragments its configuration: names of files in {@code kernel-configs/} without their
 *     {@code .config}, or paths; where two disagree, the later one holds
 * @param extra more options, as {@code X=y}, or as the tree's {@code scripts/config} takes them:
 *     {@code -e X}, {@code -d X}, {@code -m X}, {@code --set-val X 5}, {@code --set-str X text}
 */
public record BuildRequest(
    Source source, List<KernelPatch> patches, List<String> fragments, List<String> extra) {
  /** Fragments for what a guest needs, and for Multipath TCP. */
  public static final List<String> DEFAULT_FRAGMENTS = List.of("base", "mptcp");

  public BuildRequest {
    Objects.requireNonNull(source, "source");
    patches = List.copyOf(patches);
    fragments = List.copyOf(fragments);
    extra = List.copyOf(extra);
  }

  /** The default configuration, unpatched. */
  public static BuildRequest of(Source source) {
    return new BuildRequest(source, List.of(), DEFAULT_FRAGMENTS, List.of());
  }

  /** Request with more patches on top. */
  public BuildRequest with(List<KernelPatch> more) {
    List<KernelPatch> all = new ArrayList<>(patches);
    all.addAll(more);
    return new BuildRequest(source, all, fragments, extra);
  }

  /** Request with one more fragment, which holds where it disagrees with the others. */
  public BuildRequest with(String fragment) {
    List<String> all = new ArrayList<>(fragments);
    all.add(fragment);
    return new BuildRequest(source, patches, all, extra);
  }

  /**
   * Checks fragments before anything is built.
   *
   * @param configs folder of the fragments, {@code kernel-configs/}
   * @throws dev.subflow.failure.UsageException for one that is not there, or has lines that are no
   *     options
   */
  public static void checkFragments(Path configs, List<String> fragments) {
    var unused = Fragments.read(configs, fragments, List.of());
  }

  /** Source that a kernel is built from; never written to. */
  public sealed interface Source {}

  /** A kernel tree as it is on disk, clean or dirty, in git or not. */
  public record Tree(Path dir) implements Source {
    public Tree {
      dir = dir.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return dir.toString();
    }
  }

  /** A revision of a git tree, by any name that git knows. */
  public record Revision(Path dir, String rev) implements Source {
    public Revision {
      dir = dir.toAbsolutePath().normalize();
      Objects.requireNonNull(rev, "rev");
    }

    @Override
    public String toString() {
      return dir + "@" + rev;
    }
  }

  /** Debian's {@code linux-source-VERSION}, such as {@code 7.3}. */
  @SuppressWarnings("JavaLangClash")
  public record Package(String version) implements Source {
    public Package {
      Objects.requireNonNull(version, "version");
    }

    @Override
    public String toString() {
      return "linux-source-" + version;
    }
  }
}
