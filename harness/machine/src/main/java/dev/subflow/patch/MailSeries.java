// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the patches of a discussion: without replies, cover letters and older versions, and those
 * of a series in the order of their numbers, since archives keep mails as they came.
 */
final class MailSeries {
  private static final Comparator<MailSubject> BY_VERSION =
      Comparator.comparingInt(MailSubject::revision).thenComparing(MailSubject::isResent);

  private final Consumer<String> notes;
  private List<Mail> mails;

  /** Mails that belong together, as far as their subjects tell. */
  private record Series(int revision, boolean isResent, Optional<Integer> total) {
    static Series of(MailSubject subject) {
      return new Series(subject.revision(), subject.isResent(), subject.total());
    }
  }

  private MailSeries(List<Mail> mails, Consumer<String> notes) {
    this.mails = mails;
    this.notes = notes;
  }

  /**
   * The patches, in the order in which they apply.
   *
   * @param notes told which replies are left out, and which other mails with a diff
   */
  static List<Mail> patches(List<Mail> all, Consumer<String> notes) {
    MailSeries series = new MailSeries(all, notes);
    series.leaveOut("a reply", "replies", mail -> mail.subject().isReply());
    series.mails = series.mails.stream().filter(Mail::hasDiff).toList();
    series.leaveOut("a cover letter", "cover letters", mail -> mail.subject().isCoverLetter());
    Set<Mail> seen = new HashSet<>();
    series.leaveOut("a copy", "copies", mail -> !seen.add(mail));
    series.leaveOutOlder();
    return series.inOrder();
  }

  private void leaveOut(String one, String many, Predicate<Mail> unwanted) {
    Map<Boolean, List<Mail>> parts = mails.stream().collect(Collectors.partitioningBy(unwanted));
    mails = Objects.requireNonNull(parts.get(false));
    List<Mail> out = Objects.requireNonNull(parts.get(true));
    if (!out.isEmpty()) {
      String first = "\"" + out.get(0).subject().text() + "\"";
      notes.accept(
          out.size() == 1
              ? "left out as " + one + ": " + first
              : "left out as " + many + ": " + first + " and " + (out.size() - 1) + " more");
    }
  }

  /** Patches that were sent again; all of their series, where all of the newer one is there. */
  private void leaveOutOlder() {
    Map<String, MailSubject> newest = new HashMap<>();
    for (Mail mail : mails) {
      newest.merge(
          mail.subject().patch(), mail.subject(), (a, b) -> BY_VERSION.compare(a, b) < 0 ? b : a);
    }
    Map<Series, List<Mail>> numbered = numbered();
    Set<Series> older = new HashSet<>();
    for (Mail mail : mails) {
      Series series = Series.of(mail.subject());
      MailSubject latest = newest.getOrDefault(mail.subject().patch(), mail.subject());
      List<Mail> instead = numbered.getOrDefault(Series.of(latest), List.of());
      if (BY_VERSION.compare(mail.subject(), latest) < 0
          && numbered.containsKey(series)
          && latest.total().filter(total -> total == instead.size()).isPresent()) {
        older.add(series);
      }
    }
    leaveOut(
        "an older version",
        "older versions",
        mail ->
            older.contains(Series.of(mail.subject()))
                || BY_VERSION.compare(
                        mail.subject(), newest.getOrDefault(mail.subject().patch(), mail.subject()))
                    < 0);
  }

  /** Each series where its first mail is, as far as numbers tell one from another. */
  private List<Mail> inOrder() {
    if (areNumbered(mails)) {
      return sorted(mails);
    }
    Map<Series, List<Mail>> numbered = numbered();
    Set<Series> done = new HashSet<>();
    List<Mail> ordered = new ArrayList<>();
    for (Mail mail : mails) {
      Series series = Series.of(mail.subject());
      if (!numbered.containsKey(series)) {
        ordered.add(mail);
      } else if (done.add(series)) {
        ordered.addAll(sorted(numbered.getOrDefault(series, List.of())));
      }
    }
    return ordered;
  }

  /** The series whose mails have each a number of its own. */
  private Map<Series, List<Mail>> numbered() {
    Map<Series, List<Mail>> all =
        mails.stream().collect(Collectors.groupingBy(mail -> Series.of(mail.subject())));
    all.values().removeIf(series -> !areNumbered(series));
    return all;
  }

  private static boolean areNumbered(List<Mail> mails) {
    long numbers =
        mails.stream().flatMap(mail -> mail.subject().number().stream()).distinct().count();
    return numbers == mails.size();
  }

  private static List<Mail> sorted(List<Mail> mails) {
    return mails.stream()
        .sorted(Comparator.comparing(mail -> mail.subject().number().orElseThrow()))
        .toList();
  }
}
