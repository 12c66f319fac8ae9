package dev.holdfast.loadtests.trial;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Arguments of the form {@code --name=value}. */
public final class Options {
  /** An argument that cannot be used; its message is the usage. */
  public static final class Wrong extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The arguments over the defaults.
   *
   * @throws Wrong for a name that has no default
   */
  public static Options read(Map<String, String> defaults, String... args) {
    Map<String, String> values = new HashMap<>(defaults);
    for (String arg : args) {
      String[] pair = arg.replaceFirst("^--", "").split("=", 2);
      if (pair.length != 2 || !defaults.containsKey(pair[0])) {
        throw new Wrong("unknown option " + arg + "; known: " + new TreeSet<>(defaults.keySet()));
      }
      values.put(pair[0], pair[1]);
    }
    return new Options(values);
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new Wrong("no option " + name);
    }
    return value;
  }

  public int number(String name) {
    return Math.toIntExact(longNumber(name));
  }

  public long longNumber(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      throw new Wrong("--" + name + " must be a whole number: " + text(name));
    }
  }

  public double decimal(String name) {
    try {
      return Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      throw new Wrong("--" + name + " must be a number: " + text(name));
    }
  }
}
