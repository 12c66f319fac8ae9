package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the values are in a program's JSON lines, as paths of field names; without any, the lines
 * are Holdfast's own.
 *
 * @param paths by what they lead to, one of {@link #VALUES}
 */
public record JsonlPaths(Map<String, List<String>> paths) {
  /** What a path may lead to. */
  public static final List<String> VALUES =
      List.of(
          "text",
          "iteration",
          "total_iterations",
          "tokens",
          "total_tokens",
          "input_tokens",
          "output_tokens",
          "cost",
          "result",
          "error");

  public static final JsonlPaths NONE = new JsonlPaths(Map.of());

  public JsonlPaths {
    paths = Map.copyOf(paths);
  }

  static JsonlPaths read(Settings settings, String prefix) {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    for (String value : settings.namesUnder(prefix)) {
      String key = prefix + "." + value;
      if (!VALUES.contains(value)) {
        throw new ConfigException(key + " is not known; " + Suggestion.of(value, VALUES));
      }
      List<String> names = List.of(settings.required(key).split("\\.", -1));
      if (names.stream().anyMatch(String::isEmpty)) {
        throw new ConfigException(key + " must be field names with dots between them");
      }
      paths.put(value, names);
    }
    return new JsonlPaths(paths);
  }
}
