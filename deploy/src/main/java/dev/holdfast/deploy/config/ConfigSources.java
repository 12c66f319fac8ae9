package dev.holdfast.deploy.config;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Settings.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a configuration, in rising precedence: the JSON file, the environment, {@code
 * --set}.
 *
 * <p>Of the environment, {@code HOLDFAST_SET} holds lines of {@code key=value} for any key, and
 * three secrets and the collector's address have names of their own, which win over it. Nothing
 * else in the environment is read: a service named holdfast makes Kubernetes invent variables that
 * look like ours.
 */
public final class ConfigSources {
  /** Variables that name a key of their own. */
  static final Map<String, String> VARIABLES =
      Map.of(
          "HOLDFAST_POSTGRES_URI", "postgres.uri",
          "HOLDFAST_REDIS_URI", "redis.uri",
          "HOLDFAST_REGISTRY_CACHE_SECRET", "registry.cache_secret",
          "OTEL_EXPORTER_OTLP_ENDPOINT", "tracing.endpoint");

  static final String VARIABLE_FOR_ANY_KEY = "HOLDFAST_SET";

  private final Map<String, Value> values = new TreeMap<>();

  private ConfigSources() {}

  /**
   * Reads every source.
   *
   * @param file a JSON file, or null for none
   * @param environment the process's environment
   * @param assignments {@code key=value} of the command line, the last of a key wins
   * @throws ConfigException for text that is not what its source promises
   */
  public static Settings read(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigSources sources = new ConfigSources();
    if (file != null) {
      sources.takeFile(file);
    }
    sources.takeEnvironment(environment);
    assignments.forEach(assignment -> sources.takeAssignment(assignment, "--set"));
    return new Settings(sources.values);
  }

  /** Text of a file that an operator named. */
  public static String readText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw OperatorFault.usage("file " + file + " cannot be read: " + OperatorFault.reason(e));
    }
  }

  private void takeFile(Path file) {
    String origin = "file " + file;
    ConfigFileJson.flatten(readText(file), origin)
        .forEach((key, text) -> values.put(key, new Value(text, origin)));
  }

  private void takeEnvironment(Map<String, String> environment) {
    environment
        .getOrDefault(VARIABLE_FOR_ANY_KEY, "")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> takeAssignment(line.strip(), "environment " + VARIABLE_FOR_ANY_KEY));
    VARIABLES.forEach((variable, key) -> {
      String text = environment.get(variable);
      if (text != null && !text.isEmpty()) {
        values.put(key, new Value(text, "environment " + variable));
      }
    });
  }

  /** {@code key=value}; a value that begins with a bracket is a list in JSON. */
  private void takeAssignment(String assignment, String origin) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(origin + " must be key=value: " + masked(assignment));
    }
    String key = assignment.substring(0, equals).strip();
    String text = assignment.substring(equals + 1);
    values.put(
        key,
        new Value(text.startsWith("[") ? ConfigFileJson.list(text, key, origin) : text, origin));
  }

  /** Without a key there is no telling whether the text is a secret. */
  private static String masked(String assignment) {
    return assignment.startsWith("=") ? "=****" : assignment.length() + " characters without =";
  }
}
