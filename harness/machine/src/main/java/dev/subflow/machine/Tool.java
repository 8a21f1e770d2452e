// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.util.List;
import java.util.Optional;

/** A program or file that the harness needs on the host. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings and copied lists only
public enum Tool {
  QEMU(
      "qemu-system-x86_64",
      "runs the guests",
      Need.ALWAYS,
      new Packages("qemu-system-x86", "qemu-system-x86-core", "qemu-system-x86", "qemu-x86"),
      Ask.VERSION.atLeast("7.2")),
  MMDEBSTRAP(
      "mmdebstrap",
      "builds root images",
      Need.FOR_IMAGES,
      new Packages("mmdebstrap", "mmdebstrap", "mmdebstrap", ""),
      Ask.VERSION),
  APT(
      "apt-get",
      "resolves and fetches Debian packages",
      Need.ALWAYS,
      new Packages("apt", "apt", "apt", ""),
      Ask.VERSION),
  DPKG_DEB(
      "dpkg-deb",
      "unpacks kernel packages",
      Need.ALWAYS,
      new Packages("dpkg", "dpkg", "dpkg", "dpkg"),
      Ask.VERSION),
  DEBIAN_KEYRING(
      "/usr/share/keyrings/debian-archive-keyring.gpg",
      "verifies Debian packages",
      Need.ALWAYS,
      new Packages(
          "debian-archive-keyring", "debian-keyring", "debian-archive-keyring", "debian-keyring"),
      Ask.NOTHING),
  MKFS_EROFS(
      "mkfs.erofs",
      "makes read-only images",
      Need.ALWAYS,
      new Packages("erofs-utils", "erofs-utils", "erofs-utils", "erofs-utils"),
      Ask.NOTHING),
  DEPMOD(
      "depmod",
      "indexes kernel modules",
      Need.ALWAYS,
      new Packages("kmod", "kmod", "kmod", "kmod"),
      Ask.VERSION),
  BUBBLEWRAP(
      "bwrap",
      "keeps what is built from this machine",
      Need.ALWAYS,
      new Packages("bubblewrap", "bubblewrap", "bubblewrap", "bubblewrap"),
      Ask.VERSION.atLeast("0.8")),
  GCC(
      "gcc",
      "compiles the guest agent and the demos",
      Need.ALWAYS,
      new Packages("gcc", "gcc", "gcc", "gcc"),
      Ask.FULL_VERSION),
  STATIC_LIBC(
      "libc.a",
      "links the guest agent statically",
      Need.ALWAYS,
      new Packages("libc6-dev", "glibc-static", "glibc", "glibc-devel-static"),
      Ask.NOTHING),
  MAKE(
      "make",
      "builds the guest agent and the demos",
      Need.ALWAYS,
      new Packages("make", "make", "make", "make"),
      Ask.VERSION),
  NEWUIDMAP(
      "newuidmap",
      "builds root images in a user namespace",
      Need.FOR_IMAGES_WITHOUT_ROOT,
      new Packages("uidmap", "shadow-utils", "shadow", "shadow"),
      Ask.NOTHING),
  FAKEROOT(
      "fakeroot",
      "keeps root's ownership in images built by a user",
      Need.FOR_IMAGES_WITHOUT_ROOT,
      new Packages("fakeroot", "fakeroot", "fakeroot", "fakeroot"),
      Ask.VERSION),
  TSHARK(
      "tshark",
      "checks captures against Wireshark's own decoder",
      Need.OPTIONAL,
      new Packages("tshark", "wireshark-cli", "wireshark-cli", "wireshark"),
      Ask.VERSION);

  /** When a tool is needed. */
  enum Need {
    ALWAYS,
    /** Where a root image or the toolbox has to be built, and not where the cache has them. */
    FOR_IMAGES,
    FOR_IMAGES_WITHOUT_ROOT,
    OPTIONAL
  }

  private final String name;
  private final String purpose;
  private final Need need;
  private final Packages packages;
  private final Ask ask;

  Tool(String name, String purpose, Need need, Packages packages, Ask ask) {
    this.name = name;
    this.purpose = purpose;
    this.need = need;
    this.packages = packages;
    this.ask = ask;
  }

  /** Name of the program, or path of the file. */
  public String executable() {
    return name;
  }

  /** Purpose, as the rest of a sentence: "runs the guests". */
  public String purpose() {
    return purpose;
  }

  /**
   * Whether guests can't run without it.
   *
   * @param images whether images have to be built
   */
  boolean requiredBy(boolean root, boolean images) {
    return switch (need) {
      case ALWAYS -> true;
      case FOR_IMAGES -> images;
      case FOR_IMAGES_WITHOUT_ROOT -> images && !root;
      case OPTIONAL -> false;
    };
  }

  boolean isOptional() {
    return need == Need.OPTIONAL;
  }

  /** The oldest version that will do; empty where any does. */
  public Optional<Version> minimum() {
    return ask.minimum();
  }

  /** Arguments that make it tell its version; none when it has no way to. */
  List<String> versionArguments() {
    return ask.arguments();
  }

  Optional<String> packageName(PackageManager manager) {
    return Optional.of(packages.of(manager)).filter(known -> !known.isEmpty());
  }

  /** The package that has the tool, by package manager; empty where none does. */
  private record Packages(String apt, String dnf, String pacman, String zypper) {
    String of(PackageManager manager) {
      return switch (manager) {
        case APT -> apt;
        case DNF -> dnf;
        case PACMAN -> pacman;
        case ZYPPER -> zypper;
      };
    }
  }

  /** Question for the version, and the oldest one that will do. */
  private record Ask(List<String> arguments, Optional<Version> minimum) {
    static final Ask NOTHING = new Ask(List.of(), Optional.empty());
    static final Ask VERSION = new Ask(List.of("--version"), Optional.empty());
    static final Ask FULL_VERSION = new Ask(List.of("-dumpfullversion"), Optional.empty());

    Ask atLeast(String version) {
      return new Ask(arguments, Optional.of(Version.of(version)));
    }
  }
}
