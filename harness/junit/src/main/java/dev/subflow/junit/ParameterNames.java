// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.Guest;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.topology.Wire;
import dev.subflow.wire.LiveWire;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Checks that parameters of test methods have names of their topology's hosts and wires. */
public final class ParameterNames {
  private ParameterNames() {}

  /** Problems of the parameters of a test, a line each; empty when all is well. */
  public static List<String> problems(Method test, Topology topology) {
    List<String> hosts = topology.hosts().stream().map(HostSpec::name).toList();
    List<String> wires = topology.wires().stream().map(Wire::name).toList();
    List<String> problems = new ArrayList<>();
    for (Parameter parameter : test.getParameters()) {
      Class<?> type = parameter.getType();
      if (type == Guest.class || type == MptcpHost.class) {
        check(test, parameter, "host", hosts, topology, problems);
      } else if (type == LiveWire.class) {
        check(test, parameter, "wire", wires, topology, problems);
      }
    }
    return problems;
  }

  private static void check(
      Method test,
      Parameter parameter,
      String what,
      List<String> known,
      Topology topology,
      List<String> problems) {
    if (!parameter.isNamePresent()) {
      problems.add(
          where(test)
              + " was compiled without the names of its parameters; compile it with -parameters"
              + " (Maven: <maven.compiler.parameters>true)");
    } else if (!known.contains(parameter.getName())) {
      problems.add(
          where(test)
              + ": parameter "
              + parameter.getType().getSimpleName()
              + " "
              + parameter.getName()
              + " is not a "
              + what
              + " of topology "
              + topology.name()
              + ", which has "
              + String.join(", ", known));
    }
  }

  private static String where(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }
}
