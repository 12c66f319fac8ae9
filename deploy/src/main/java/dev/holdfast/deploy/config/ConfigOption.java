package dev.holdfast.deploy.config;

import dev.holdfast.shared.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command reads its configuration from; the same options for every command. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration of the pods, a JSON file.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One value; wins over the environment and the file. Can be repeated.")
  private List<String> assignments = List.of();

  /** Every source together. */
  public Settings read() {
    return read(List.of());
  }

  /**
   * Every source together.
   *
   * @param last {@code key=value} that a command knows by an option of its own; wins over the rest
   */
  public Settings read(List<String> last) {
    return ConfigSources.read(
        file, System.getenv(), Stream.concat(assignments.stream(), last.stream()).toList());
  }
}
