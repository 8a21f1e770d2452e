// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestException;
import dev.subflow.process.Outsider;
import dev.subflow.process.Program;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The templates of a run: found in the cache, or made on first need. Thread-safe. */
final class Templates {
  private static final Logger log = LoggerFactory.getLogger(Templates.class);
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private final Cache cache;
  private final QemuSetup setup;
  private final Maker maker;
  private final Supplier<Path> scratch;
  private final Consumer<String> progress;
  private final QemuIdentity qemu;
  private final Map<CacheKey, Optional<Template>> known = new ConcurrentHashMap<>();

  /** Makes a template in an existing folder. */
  interface Maker {
    void make(TemplateSpec spec, Template template) throws IOException;
  }

  /**
   * Templates of guests of one QEMU.
   *
   * @param scratch makes an empty folder that ends with the run
   */
  Templates(
      Cache cache,
      QemuSetup setup,
      Maker maker,
      Supplier<Path> scratch,
      Consumer<String> progress) {
    this.scratch = scratch;
    this.cache = cache;
    this.setup = setup;
    this.maker = maker;
    this.progress = progress;
    this.qemu = QemuIdentity.of(setup.qemu().binary());
  }

  /** The template of such a guest; empty, with a warning, where none can be made. */
  Optional<Template> of(GuestSpec spec) {
    TemplateSpec template = new TemplateSpec(spec);
    return known.computeIfAbsent(key(template), key -> findOrMake(key, template));
  }

  /** Forgets and removes a template that turned out to be unusable. */
  void discard(GuestSpec spec) {
    CacheKey key = key(new TemplateSpec(spec));
    known.remove(key);
    try {
      cache.remove(key);
    } catch (InfrastructureException e) {
      log.warn("the guests of this run boot: {}", e.getMessage());
      known.put(key, Optional.empty());
    }
  }

  private Optional<Template> findOrMake(CacheKey key, TemplateSpec spec) {
    try {
      Template template =
          new Template(
              cache.get(
                  key,
                  folder -> {
                    progress.accept("making a template of " + spec.describe());
                    maker.make(spec, new Template(folder));
                  }));
      return Optional.of(
          Files.isWritable(template.memory()) ? template : copied(template, setup, scratch.get()));
    } catch (IOException | GuestException | InfrastructureException e) {
      log.warn("no template of {}, guests boot instead: {}", spec.describe(), e.getMessage());
      return Optional.empty();
    }
  }

  /** QEMU opens the memory for writing, although what a guest writes stays its own. */
  static Template copied(Template template, QemuSetup setup, Path folder) throws IOException {
    List<String> copy = new ArrayList<>(List.of("cp", "--sparse=always"));
    for (Path file : List.of(template.memory(), template.state(), template.console())) {
      copy.add(file.toString());
    }
    copy.add(folder.toString());
    var unused = Program.of(copy).output();
    Template made = new Template(folder);
    if (setup.user().outsider().isPresent()) {
      Outsider.admit(made.memory());
    }
    return made;
  }

  private CacheKey key(TemplateSpec spec) {
    QemuConfiguration configuration = spec.configuration(setup);
    CacheKey key =
        CacheKey.of("template")
            .with("arguments", String.join(" ", QemuCommandLine.of(configuration)))
            .with("guest", spec.describe())
            .with("qemu", qemu)
            .with("ready", spec.like().root().ready().orElse("agent"))
            .with("warm-up", TemplateMaker.WARM_UP);
    if (setup.user().outsider().isPresent()) {
      // Other users' QEMU cannot read what the caller's has written, and may have to write it.
      key = key.with("memory", setup.readsTemplatesOnly() ? "read by outsiders" : "outsiders'");
    }
    return setup.accelerator() == Accelerator.KVM
        ? key.with("cpu", processor()).with("host", System.getProperty("os.version", ""))
        : key;
  }

  /** Under KVM the guest sees the host's processor. */
  private static String processor() {
    try (var lines = Files.lines(CPUINFO)) {
      return String.join(
          " ",
          lines.filter(l -> l.matches("(model|stepping|flags|microcode).*")).distinct().toList());
    } catch (IOException e) {
      throw new InfrastructureException(CPUINFO + " can't be read", e);
    }
  }
}
