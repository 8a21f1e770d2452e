// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.json.Json;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches series from a Patchwork server by its REST interface. */
public final class Patchwork {
  public static final String DEFAULT_URL = "https://patchwork.kernel.org";

  private static final Pattern MAIL = Pattern.compile("(?m)^From \\S*.*$");
  // https://patchwork.kernel.org/project/mptcp/list/?series=912345, .../series/912345/mbox/
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,9})|https?://\\S*[?&/]series[=/](\\d{1,9})\\b\\S*");

  private final URI base;
  private final Download download;

  private Patchwork(URI base, Download download) {
    this.base = base;
    this.download = download;
  }

  /**
   * A server.
   *
   * @param url where its {@code /api/} is
   * @throws UsageException unless it is an http or https URL
   */
  public static Patchwork at(String url) {
    return at(url, Download.withDefaults());
  }

  static Patchwork at(String url, Download download) {
    return new Patchwork(parse(url.replaceAll("/+$", "")), download);
  }

  /**
   * The number of a series, given as such or in a URL.
   *
   * @throws UsageException for anything else
   */
  public static int id(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      throw new UsageException(
          "\""
              + text
              + "\" is no patchwork series; it wants its number, as in"
              + " https://patchwork.kernel.org/project/mptcp/list/?series=NUMBER, or that URL");
    }
    String number = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return Integer.parseInt(number);
  }

  /**
   * A series, with all its patches.
   *
   * @throws UsageException when there is no such series, or not all of it has arrived
   * @throws InfrastructureException when the server can't be reached, or answers nonsense
   */
  public Series series(int id) {
    URI address = URI.create(base + "/api/series/" + id + "/");
    JsonNode answer = json(address, download.get(address, "series " + id));
    URI mbox = mbox(address, answer);
    int received = answer.path("received_total").asInt(answer.path("patches").size());
    int total = answer.path("total").asInt(received);
    if (received < total || !answer.path("received_all").asBoolean(true)) {
      throw new UsageException(
          "series "
              + id
              + " is not complete on "
              + base
              + ": "
              + received
              + " of "
              + total
              + " patches have arrived. Wait for the rest, or give the patches with --patch.");
    }
    String text = download.get(mbox, "the patches of series " + id);
    if (!MAIL.matcher(text).lookingAt() && !text.contains("\ndiff --git ")) {
      throw nonsense(mbox, "no mailbox", text);
    }
    String name = answer.path("name").asText("");
    return new Series(id, name.isBlank() ? "series " + id : name, total, text);
  }

  private static JsonNode json(URI address, String text) {
    JsonNode answer = Json.tree(text).orElseThrow(() -> nonsense(address, "no JSON", text));
    if (!answer.isObject()) {
      throw nonsense(address, "JSON, but no series", text);
    }
    return answer;
  }

  private static URI mbox(URI address, JsonNode answer) {
    Optional<String> url = Optional.of(answer.path("mbox").asText("")).filter(u -> !u.isBlank());
    if (url.isEmpty()) {
      throw nonsense(address, "JSON without the address of a mailbox", answer.toString());
    }
    try {
      return parse(url.get());
    } catch (UsageException e) {
      throw nonsense(address, "an address of a mailbox that is none", answer.toString());
    }
  }

  private static URI parse(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("\"" + url + "\" is no URL: " + e.getMessage(), e);
    }
    throw new UsageException(
        "\"" + url + "\" is no address of a Patchwork server; it wants one like " + DEFAULT_URL);
  }

  private static InfrastructureException nonsense(URI address, String what, String text) {
    String begin = text.strip().replaceAll("\\s+", " ");
    String shown = begin.length() > 120 ? begin.substring(0, 120) + "..." : begin;
    String guess =
        begin.startsWith("<")
            ? "That is a web page: a proxy, a login or a bot check may stand in between, or this is"
                + " no Patchwork server."
            : "It may be no Patchwork server, or one of another version.";
    return new InfrastructureException(
        address
            + " answered "
            + what
            + (shown.isEmpty() ? " (nothing at all)" : ": " + shown)
            + "\n"
            + guess
            + " Name another with --patchwork URL, or save the series' mbox by hand and give it"
            + " with --patch.");
  }
}
