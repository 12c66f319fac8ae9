package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program as the operator configured it.
 *
 * @param command program and arguments, passed as a list and never through a shell; placeholders
 *     such as {@code {session_id}} are replaced inside an argument
 * @param cwd its working directory; null for the pod's
 * @param environment added to the few variables that are passed on
 * @param graceMs milliseconds between the polite and the hard signal
 */
public record Program(
    List<String> command, @Nullable String cwd, Map<String, String> environment, int graceMs) {
  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  static Program read(Settings settings, String prefix) {
    List<String> command = settings.list(prefix + "command", new ArrayList<>());
    if (command.isEmpty()) {
      throw new ConfigException(prefix + "command must be a list: the program and its arguments");
    }
    return new Program(
        command,
        settings.textOrNull(prefix + "cwd"),
        secretsUnder(settings, prefix + "env"),
        settings.integer(prefix + "grace_ms", 2_000, 0, 60_000));
  }

  /** Named values that are printed masked. */
  static Map<String, String> secretsUnder(Settings settings, String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (String name : settings.namesUnder(prefix)) {
      values.put(name, settings.secret(prefix + "." + name));
    }
    return values;
  }
}
