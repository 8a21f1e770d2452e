// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import java.util.Map;

/** Coverage in the format of lcov, as genhtml and others take it. */
final class Lcov {
  private Lcov() {}

  /** One test's section. */
  static String text(String test, Coverage coverage) {
    StringBuilder text = new StringBuilder();
    // Names of tests may have letters, digits and _ only.
    String name = test.replaceAll("\\W", "_");
    for (Map.Entry<String, Coverage.SourceFile> entry : coverage.files().entrySet()) {
      Coverage.SourceFile file = entry.getValue();
      text.append("TN:").append(name).append('\n');
      text.append("SF:").append(entry.getKey()).append('\n');
      file.functions().forEach((f, is) -> text.append("FN:" + is.line() + "," + f + "\n"));
      file.functions().forEach((f, is) -> text.append("FNDA:" + is.count() + "," + f + "\n"));
      text.append("FNF:" + file.functions().size() + "\n");
      text.append("FNH:" + file.functionsReached() + "\n");
      file.lines().forEach((line, count) -> text.append("DA:" + line + "," + count + "\n"));
      text.append("LF:" + file.lines().size() + "\n");
      text.append("LH:" + file.linesReached() + "\n");
      text.append("end_of_record\n");
    }
    return text.toString();
  }
}
