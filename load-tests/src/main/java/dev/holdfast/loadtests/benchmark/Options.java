package dev.holdfast.loadtests.benchmark;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code --name=number} arguments; an unknown one is refused. */
final class Options {
  private final Map<String, Integer> given = new HashMap<>();
  private final Map<String, Integer> used = new TreeMap<>();

  Options(String... arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("arguments look like --rounds=5: " + argument);
      }
      given.put(argument.substring(2, equals), Integer.valueOf(argument.substring(equals + 1)));
    }
  }

  int number(String name, int otherwise) {
    int value = given.getOrDefault(name, otherwise);
    used.put(name, value);
    return value;
  }

  /** Every parameter that was asked for, with its value. */
  Map<String, Integer> used() {
    if (!used.keySet().containsAll(given.keySet())) {
      throw new IllegalArgumentException("known options: " + used.keySet());
    }
    return used;
  }
}
