// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content-addressed store of what guests are made of, safe under concurrent runs and sudden death.
 *
 * <p>An entry is a folder that is built under a temporary name and renamed into place, so it is
 * there in full or not at all. On use each file's size, times and inode are compared with what was
 * recorded; only when these differ is the content hashed (a bit that rots on the disk without a
 * write is found by {@link #verify}). A damaged entry is rebuilt, with a warning. Thread-safe.
 *
 * <p>A cache that has what is asked for need not be writable: the use of an entry is noted, and
 * locks are taken, only where that is possible or something is made. What can't be written is an
 * {@link InfrastructureException}.
 */
public final class Cache {
  private static final Logger log = LoggerFactory.getLogger(Cache.class);

  /** Of the cache: package lists of Debian's suites. */
  public static final String APT = "apt";

  /** Of the cache: where kernels are compiled, each source in a folder that stays. */
  public static final String BUILDS = "builds";

  /** End of the name of the lock of a source's checkout, behind that of the source's lock. */
  public static final String SOURCE_LOCK = "-src";

  /** Prefix of the build folders of a source; the lock of one is the source's, "-" and its name. */
  public static final String BUILD_OUT = "out-";

  /** In the folder of a source: what it is, in words. */
  public static final String BUILD_SOURCE = "source";

  /** In a build folder: the names of its configuration. */
  public static final String BUILD_CONFIGURATION = ".subflow-configuration";

  /** Of the cache: where bisections keep their steps, each with a file {@code lock} of its own. */
  public static final String BISECT = "bisect";

  /** Of the cache: how selftests ended; the lock of a file is {@code history-} and its name. */
  public static final String HISTORY = "history";

  /** Of the history: folder of its database; whoever uses that shares the lock of the folder. */
  public static final String HISTORY_RESULTS = "results";

  /** Of the history: notes of runs that the database has not taken in yet. */
  public static final String HISTORY_SPOOL = "spool";

  /**
   * Of the cache: what tests saw, a folder for each kernel in its surroundings; the lock of a
   * folder is {@code behaviour-} and its name.
   */
  public static final String BEHAVIOUR = "behaviour";

  /** In a folder of behaviour: the kernel's name and version. */
  public static final String BEHAVIOUR_KERNEL = "kernel";

  /** Of the cache, and its lock: what tests reach of net/mptcp. */
  public static final String COVERAGE = "coverage";

  private final Path root;
  private final CacheTemporaries temporaries;
  private final Consumer<String> progress;
  private final AtomicBoolean swept = new AtomicBoolean();

  /** Manifests with the stamps of today, of entries that were copied and can't be written. */
  private final Map<Path, CacheManifest> restamped = new ConcurrentHashMap<>();

  /** Fills the folder of a new entry. */
  @FunctionalInterface
  public interface Builder {
    void build(Path folder) throws IOException;
  }

  public Cache(Path root) {
    this(root, log::info);
  }

  /**
   * A cache that tells when it waits for another run.
   *
   * @param progress takes a line
   */
  public Cache(Path root, Consumer<String> progress) {
    this.root = root.toAbsolutePath().normalize();
    this.progress = progress;
    this.temporaries = new CacheTemporaries(this.root.resolve("tmp"), this::lockFile);
  }

  /** The user's cache: {@code $XDG_CACHE_HOME/subflow}, or {@code $HOME/.cache/subflow}. */
  public static Cache ofUser() {
    return ofUser(System.getenv());
  }

  /** The cache of a user with these variables. */
  public static Cache ofUser(Map<String, String> environment) {
    return of(environment, System.getProperty("user.home", "/root"));
  }

  static Cache of(Map<String, String> environment, String home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification wants relative paths ignored.
    String own = environment.getOrDefault("HOME", "");
    Path base =
        xdg.startsWith("/") ? Path.of(xdg) : Path.of(own.startsWith("/") ? own : home, ".cache");
    return new Cache(base.resolve("subflow"));
  }

  public Path root() {
    return root;
  }

  /** The folder of the entry, built first if it isn't there or is damaged. */
  public Path get(CacheKey key, Builder builder) {
    return find(key)
        .orElseGet(
            () ->
                locked(
                    key.fileName(),
                    "Building " + key.kind(),
                    () -> find(key).orElseGet(() -> build(key, builder))));
  }

  /** The folder of an entry that is there and intact. */
  public Optional<Path> find(CacheKey key) {
    Path folder = folderOf(key);
    try {
      if (!Files.isDirectory(folder) || damage(folder).isPresent()) {
        return Optional.empty();
      }
      touch(folder);
      return Optional.of(folder);
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Reading " + folder, e);
    }
  }

  /** Removes an entry that turned out to be of no use; nothing happens when it is not there. */
  public void remove(CacheKey key) {
    locked(
        key.fileName(),
        "Removing " + key.kind(),
        () -> {
          inventory().discard(folderOf(key));
          return key;
        });
  }

  /** Reads every entry in full and says what is damaged, by folder; takes seconds per gigabyte. */
  public Map<Path, String> verify() {
    return inventory().damaged();
  }

  /** Entries of the cache, longest unused first. */
  public List<CacheEntry> entries() {
    return inventory().entries();
  }

  /**
   * Removes what the policy says, damaged entries and stale temporary files. What somebody works on
   * stays.
   *
   * @return what went
   */
  public List<CacheEntry> prune(PrunePolicy policy) {
    try {
      temporaries.sweep();
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Pruning", e);
    }
    return inventory().prune(policy);
  }

  /**
   * Holds a lock of that name, among threads and processes, while the action runs. Whom it waits
   * for, if at all, is told.
   *
   * @param what is done, such as {@code Building a kernel}
   */
  public <T> T locked(String name, String what, Supplier<T> action) {
    try (CacheLock lock = CacheLock.acquire(lockFile(name), holder -> tell(what, holder))) {
      Objects.requireNonNull(lock);
      return action.get();
    } catch (IOException e) {
      throw CacheFaults.explain(root, what, e);
    }
  }

  /** Holds a lock together with others that share it; {@link #locked} waits for all of them. */
  public <T> T shared(String name, String what, Supplier<T> action) {
    try (CacheLock lock = CacheLock.share(lockFile(name), holder -> tell(what, holder))) {
      Objects.requireNonNull(lock);
      return action.get();
    } catch (IOException e) {
      throw CacheFaults.explain(root, what, e);
    }
  }

  /** Runs the action with a lock of that name if nobody has it; else it does not, and is empty. */
  public <T> Optional<T> ifFree(String name, String what, Supplier<T> action) {
    try {
      Optional<CacheLock> lock = CacheLock.tryAcquire(lockFile(name));
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      try (CacheLock held = lock.get()) {
        Objects.requireNonNull(held);
        return Optional.of(action.get());
      }
    } catch (IOException e) {
      throw CacheFaults.explain(root, what, e);
    }
  }

  private void tell(String what, Optional<LockHolder> holder) {
    progress.accept(
        "waiting for "
            + holder.map(LockHolder::words).orElse("another run")
            + ": "
            + what.substring(0, 1).toLowerCase(Locale.ROOT)
            + what.substring(1));
  }

  /** A folder for private files that aren't entries, such as package lists. */
  public Path folder(String name) {
    Path folder = root.resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Making " + folder, e);
    }
  }

  /** Where tools' output is kept, a file per name, overwritten each time. */
  public Path logFile(String name) {
    return folder("logs").resolve(name + ".log");
  }

  /** Explains what the file system says about the cache, in one message with a next step. */
  public InfrastructureException explain(String what, IOException fault) {
    return CacheFaults.explain(root, what, fault);
  }

  /**
   * Explains that there was no room, how much there is and should be, and the next step.
   *
   * @param said what the fault itself says, in one line
   * @param room what there should be, such as {@code 2 GiB}
   */
  public InfrastructureException outOfRoom(String what, String said, String room, Exception fault) {
    return CacheFaults.outOfRoom(root, what, said, room, fault);
  }

  /** Whether a lack of room explains a fault. */
  public boolean isFull(IOException fault) {
    return CacheFaults.isFull(root, fault);
  }

  private Path build(CacheKey key, Builder builder) {
    Path folder = folderOf(key);
    try {
      if (swept.compareAndSet(false, true)) {
        temporaries.sweep();
      }
      if (Files.exists(folder)) {
        log.warn("cache entry {} is damaged ({}); rebuilding it", folder, why(folder));
        temporaries.discard(folder);
      }
      Path fresh = temporaries.create(key);
      try {
        builder.build(fresh);
        CacheManifest.describe(key, fresh).write(fresh);
        Files.createDirectories(folder.getParent());
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return folder;
      } finally {
        Folders.discard(fresh);
      }
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Building " + key.kind(), e);
    }
  }

  private String why(Path folder) throws IOException {
    return damage(folder).orElse("unknown");
  }

  private Optional<String> damage(Path folder) throws IOException {
    Optional<CacheManifest> manifest = CacheManifest.read(folder);
    if (manifest.isEmpty()) {
      return Optional.of("its manifest is gone or unreadable");
    }
    CacheManifest known = restamped.getOrDefault(folder, manifest.get());
    CacheManifest recorded = known.isOfSameBuild(manifest.get()) ? known : manifest.get();
    CacheManifest.Finding found = recorded.inspect(folder, false);
    if (found.damage().isEmpty() && !found.isStamped()) {
      restamp(folder, recorded);
    }
    return found.damage();
  }

  private void restamp(Path folder, CacheManifest manifest) throws IOException {
    CacheManifest fresh = manifest.restamped(folder);
    try {
      fresh.write(folder);
    } catch (IOException e) {
      log.debug("can't note the stamps of {} for the next run", folder, e);
      restamped.put(folder, fresh);
    }
  }

  private void touch(Path folder) {
    try {
      Path manifest = folder.resolve(CacheManifest.FILE);
      Files.setLastModifiedTime(manifest, FileTime.from(Instant.now()));
    } catch (IOException e) {
      log.debug("can't note the use of {}", folder, e);
    }
  }

  private CacheInventory inventory() {
    return new CacheInventory(root, this::lockFile, temporaries::discard);
  }

  private Path folderOf(CacheKey key) {
    return root.resolve("entries").resolve(key.kind()).resolve(key.id());
  }

  private Path lockFile(String name) {
    return root.resolve("locks").resolve(name + ".lock");
  }
}
