package dev.holdfast.shared.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values a pod was started with, flat, each with its origin, read by the configuration records.
 *
 * <p>Every read checks type and limits at once and notes the key. When all records are read, {@link
 * #finish()} refuses keys that none of them knew, with a suggestion. Errors are {@link
 * ConfigException}s of one line.
 */
public final class Settings {
  /**
   * A value and where it came from.
   *
   * @param text the value as written; list items are separated by the unit separator U+001F
   * @param origin for example {@code file holdfast.json} or {@code environment HOLDFAST_HTTP_PORT}
   */
  public record Value(String text, String origin) {}

  /** Separates the items of a list value. */
  public static final String LIST_SEPARATOR = "\u001f";

  private final Map<String, Value> values;
  private final Map<String, String> effective = new TreeMap<>();
  private final Set<String> known = new TreeSet<>();

  public Settings(Map<String, Value> values) {
    this.values = new TreeMap<>(values);
  }

  public String text(String key, String byDefault) {
    Value value = find(key);
    note(key, value, value == null ? byDefault : value.text());
    return value == null ? byDefault : value.text();
  }

  public @Nullable String textOrNull(String key) {
    Value value = find(key);
    note(key, value, value == null ? "-" : value.text());
    return value == null ? null : value.text();
  }

  public String required(String key) {
    String text = textOrNull(key);
    if (text == null) {
      throw new ConfigException(key + " is required and not set");
    }
    return text;
  }

  /** A required value that is masked when the configuration is printed. */
  public String secret(String key) {
    Value value = find(key);
    note(key, value, "****");
    if (value == null) {
      throw new ConfigException(key + " is required and not set");
    }
    return value.text();
  }

  public int integer(String key, int byDefault, int min, int max) {
    Value value = find(key);
    int number = byDefault;
    if (value != null) {
      try {
        number = Integer.parseInt(value.text());
      } catch (NumberFormatException e) {
        throw new ConfigException(
            key + " must be a whole number " + min + "-" + max + ": " + value.text());
      }
    }
    if (number < min || number > max) {
      throw new ConfigException(key + " must be " + min + "-" + max + ": " + number);
    }
    note(key, value, Integer.toString(number));
    return number;
  }

  public boolean flag(String key, boolean byDefault) {
    Value value = find(key);
    String text = value == null ? Boolean.toString(byDefault) : value.text();
    if (!text.equals("true") && !text.equals("false")) {
      throw new ConfigException(key + " must be true or false: " + text);
    }
    note(key, value, text);
    return text.equals("true");
  }

  public List<String> list(String key, List<String> byDefault) {
    Value value = find(key);
    List<String> items =
        value == null
            ? byDefault
            : value.text().isEmpty() ? List.of() : List.of(value.text().split(LIST_SEPARATOR, -1));
    note(key, value, String.join(" ", items));
    return items;
  }

  /**
   * The names directly under a prefix: for {@code agents} and {@code agents.git.kind}, {@code git}.
   */
  public Set<String> namesUnder(String prefix) {
    Set<String> names = new TreeSet<>();
    for (String key : values.keySet()) {
      if (key.startsWith(prefix + ".")) {
        String rest = key.substring(prefix.length() + 1);
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return names;
  }

  /**
   * Refuses what no record has read.
   *
   * @return one line a key: name, effective value (secrets masked), origin
   */
  public List<String> finish() {
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new ConfigException(
            "unknown configuration key "
                + entry.getKey()
                + " ("
                + entry.getValue().origin()
                + "); "
                + Suggestion.of(entry.getKey(), known));
      }
    }
    List<String> lines = new ArrayList<>();
    effective.forEach((key, line) -> lines.add(key + " = " + line));
    return lines;
  }

  private @Nullable Value find(String key) {
    known.add(key);
    return values.get(key);
  }

  private void note(String key, @Nullable Value value, String shown) {
    effective.put(
        key,
        shown.replace("\n", "\\n") + "  (" + (value == null ? "default" : value.origin()) + ")");
  }
}
