// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subtests of {@code mptcp_join.sh}, which has no option that lists them: a copy of it is run
 * in which each subtest says its name instead of beginning.
 */
final class JoinNames {
  static final String SCRIPT = "mptcp_join.sh";

  private static final Logger log = LoggerFactory.getLogger(JoinNames.class);
  private static final String MARK = "subflow-subtest ";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private JoinNames() {}

  /**
   * Asks in a guest, in whose folder the scripts are.
   *
   * @return all of them; none where the script can't be asked, or did not get to its end
   */
  static List<String> list(Guest guest, String folder) {
    // reset() begins each subtest; its name is its first argument.
    String script =
        """
        set -e
        mkdir -p /tmp/names/net
        cp -r %1$s/.. /tmp/names/net/
        cd /tmp/names/net/%2$s
        sed -i 's/^\\tTEST_NAME="${1}"$/&; echo "%3$s${1}"; return 1/' %4$s
        grep -q '%3$s' %4$s
        bash %4$s
        """
            .formatted(folder, folder.substring(folder.lastIndexOf('/') + 1), MARK, SCRIPT);
    CommandResult result = guest.run(Command.shell(script).timeout(LIMIT));
    if (!result.isSuccess()) {
      // Half a list would pass for all of it, and nobody would miss the rest.
      log.warn("the subtests of {} can't be listed: {}", SCRIPT, result.describe());
      return List.of();
    }
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()))
        .toList();
  }
}
