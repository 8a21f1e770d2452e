// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

/**
 * Limits of processes and memory for all of a command together. Those of prlimit(1) do not serve
 * where Subflow runs as root: RLIMIT_NPROC does not count root's processes, whichever namespace
 * they are in, and RLIMIT_AS is of one process.
 *
 * <p>Only root can make a group without asking anybody, and only where the hierarchy may be
 * written. In most containers it may not, and there root's commands have the container's limits
 * alone, if it was given any. Sources: {@code Documentation/admin-guide/cgroup-v1/pids.rst}, {@code
 * Documentation/admin-guide/cgroup-v2.rst}, {@code copy_process()} in {@code kernel/fork.c}.
 */
final class ControlGroups {
  private ControlGroups() {}

  /**
   * Functions for a shell: {@code grouped COMMAND...} runs a command in a group that is gone when
   * it has ended. A group whose shell was killed goes with the next command.
   */
  static String functions(int processes, long memoryBytes) {
    return """
        groups=
        group() { # hierarchy file limit
          [ -e "$1/cgroup.procs" ] || return 0
          for old in "$1"/subflow-*; do
            [ -e "/proc/${old##*-}" ] || rmdir "$old"
          done
          made="$1/subflow-$$"
          mkdir -p "$made" || return 0
          echo "$3" >"$made/$2" && limits=yes || limits=no
          case " $groups " in
            *" $made "*) ;; # of its other limit
            *) [ $limits = yes ] && groups="$groups $made" || rmdir "$made" ;;
          esac
        }
        limited() { # groups command...
          for group in $1; do echo 0 >"$group/cgroup.procs"; done
          shift
          exec "$@"
        }
        grouped() {
          {
            if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
              group /sys/fs/cgroup pids.max %1$d
              group /sys/fs/cgroup memory.max %2$d
            else
              group /sys/fs/cgroup/pids pids.max %1$d
              group /sys/fs/cgroup/memory memory.limit_in_bytes %2$d
            fi
          } 2>/dev/null
          (limited "$groups" "$@")
          code=$?
          for group in $groups; do
            tries=100
            until rmdir "$group" 2>/dev/null || [ $tries -eq 0 ] || ! [ -e "$group" ]; do
              tries=$((tries - 1))
              sleep 0.05
            done
          done
          return $code
        }
        """
        .formatted(processes, memoryBytes);
  }
}
