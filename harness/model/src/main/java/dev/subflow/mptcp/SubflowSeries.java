// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Progress of one subflow, time after time.
 *
 * @param connection its ends
 * @param points in order of time; samples that had no such socket, or several, have none
 */
public record SubflowSeries(Connection connection, List<Point> points) {
  /**
   * One sample of it.
   *
   * @param began when the host was asked
   * @param ended when it had answered
   * @param acknowledged payload bytes that the peer had acknowledged
   * @param received payload bytes that had come
   */
  public record Point(Duration began, Duration ended, long acknowledged, long received) {
    public Point {
      Objects.requireNonNull(began, "began");
      Objects.requireNonNull(ended, "ended");
    }
  }

  public SubflowSeries {
    Objects.requireNonNull(connection, "connection");
    points = List.copyOf(points);
  }

  /** The series of one socket in samples of all. */
  public static SubflowSeries of(Connection connection, List<SubflowSample> samples) {
    List<Point> points = new ArrayList<>();
    for (SubflowSample sample : samples) {
      List<TcpSocket> found =
          sample.subflows().sockets().stream().filter(s -> s.isOf(connection)).toList();
      if (found.size() == 1) {
        points.add(
            new Point(
                sample.began(),
                sample.ended(),
                found.get(0).bytesAcknowledged(),
                found.get(0).bytesReceived()));
      }
    }
    return new SubflowSeries(connection, points);
  }

  /** The samples taken wholly between two points in time. */
  public SubflowSeries between(Duration from, Duration to) {
    return new SubflowSeries(
        connection,
        points.stream()
            .filter(p -> p.began().compareTo(from) >= 0 && p.ended().compareTo(to) <= 0)
            .toList());
  }

  /** Bytes acknowledged from the first point to the last; empty of fewer than two points. */
  public OptionalLong acknowledged() {
    return points.size() < 2
        ? OptionalLong.empty()
        : OptionalLong.of(
            points.get(points.size() - 1).acknowledged() - points.get(0).acknowledged());
  }
}
