// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

import dev.subflow.json.Json;
import dev.subflow.topology.Topology;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A timeline as lines of JSON: the first names the test, its zero as ISO 8601 and its topology,
 * each other is a moment. Times are seconds since the zero.
 */
public final class TimelineJson {
  private TimelineJson() {}

  /** All of it, each line with its end. */
  public static String lines(Timeline timeline) {
    StringBuilder text = new StringBuilder(Json.line(head(timeline))).append('\n');
    timeline.moments().forEach(m -> text.append(Json.line(moment(timeline, m))).append('\n'));
    return text.toString();
  }

  private static Map<String, Object> head(Timeline timeline) {
    Topology topology = timeline.topology();
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("test", timeline.test());
    head.put("zero", timeline.zero().toString());
    head.put("left", timeline.left());
    Map<String, Object> hosts = new LinkedHashMap<>();
    topology
        .hosts()
        .forEach(
            host -> {
              Map<String, Object> nics = new LinkedHashMap<>();
              host.nics()
                  .forEach(
                      nic ->
                          nics.put(
                              nic.name(),
                              Map.of(
                                  "wire",
                                  nic.wire(),
                                  "addresses",
                                  nic.addresses().stream().map(Object::toString).toList())));
              hosts.put(host.name(), nics);
            });
    head.put("hosts", hosts);
    return head;
  }

  private static Map<String, Object> moment(Timeline timeline, Moment moment) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", seconds(Duration.between(timeline.zero(), moment.at())));
    if (!moment.lasts().isZero()) {
      line.put("lasts", seconds(moment.lasts()));
    }
    line.put("kind", moment.kind());
    line.put("where", moment.where());
    line.put("text", moment.text());
    if (!moment.detail().isEmpty()) {
      line.put("detail", moment.detail());
    }
    return line;
  }

  private static double seconds(Duration time) {
    return Math.round((time.getSeconds() + time.getNano() / 1e9) * 1e6) / 1e6;
  }
}
