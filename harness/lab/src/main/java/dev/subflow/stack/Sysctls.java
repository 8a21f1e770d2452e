// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.PathManager;
import java.util.List;
import java.util.Optional;

/**
 * Kernel settings by name, such as {@code net.mptcp.enabled}. Thread-safe.
 *
 * <p>In names with a slash, the slash separates and dots stand for themselves, as with sysctl(8):
 * {@code net/ipv4/conf/eth0.5/rp_filter}.
 */
public final class Sysctls {
  private static final String PATH_MANAGER = "net.mptcp.path_manager";
  private static final String PM_TYPE = "net.mptcp.pm_type";

  private final Tools tools;

  Sysctls(Tools tools) {
    this.tools = tools;
  }

  /** Value of a setting, without the line end; an assertion error if there is none of that name. */
  public String get(String name) {
    return tools.succeed(List.of("cat", path(name))).stdout().strip();
  }

  /** Value of a setting that this kernel may not have. */
  public Optional<String> find(String name) {
    CommandResult exists = tools.run(tools.command(List.of("test", "-e", path(name))));
    return exists.isSuccess() ? Optional.of(get(name)) : Optional.empty();
  }

  /** Sets a value; an assertion error with the errno if the kernel refuses. */
  public void set(String name, String value) {
    tools.guest().succeed(writing(name, value));
  }

  /** Sets a numeric value. */
  public void set(String name, int value) {
    set(name, Integer.toString(value));
  }

  /** Tries to set a value; for what the kernel must refuse. */
  public CommandResult trySet(String name, String value) {
    return tools.run(writing(name, value));
  }

  /** The path manager of new connections, on kernels old ({@code pm_type}) and new. */
  public PathManager pathManager() {
    Optional<String> name = find(PATH_MANAGER);
    if (name.isPresent()) {
      return new PathManager(name.get());
    }
    String type = get(PM_TYPE);
    return switch (type) {
      case "0" -> PathManager.KERNEL;
      case "1" -> PathManager.USERSPACE;
      default -> new PathManager(PM_TYPE + "=" + type);
    };
  }

  /** Sets the path manager of new connections, on kernels old ({@code pm_type}) and new. */
  public void setPathManager(PathManager manager) {
    if (find(PATH_MANAGER).isPresent()) {
      set(PATH_MANAGER, manager.name());
    } else if (manager.equals(PathManager.KERNEL)) {
      set(PM_TYPE, 0);
    } else if (manager.equals(PathManager.USERSPACE)) {
      set(PM_TYPE, 1);
    } else {
      throw new AssertionError(
          "the kernel of "
              + tools
              + " knows the path managers kernel and userspace only (it has "
              + PM_TYPE
              + ", not "
              + PATH_MANAGER
              + "), not \""
              + manager
              + "\"");
    }
  }

  private Command writing(String name, String value) {
    return tools.command(List.of("tee", path(name))).stdin(value);
  }

  private static String path(String name) {
    return "/proc/sys/" + (name.indexOf('/') >= 0 ? name : name.replace('.', '/'));
  }
}
