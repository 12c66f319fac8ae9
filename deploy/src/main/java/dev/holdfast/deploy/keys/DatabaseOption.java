package dev.holdfast.deploy.keys;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.KeyAdmin;
import dev.holdfast.shared.config.PostgresConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database, and which tenant in it; the same for every command about keys. */
final class DatabaseOption {
  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "postgresql://user:password@host:port/database")
  private @Nullable String postgres;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Or the configuration of the pods, a JSON file.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One value; wins over the environment and the file. Can be repeated.")
  private List<String> assignments = List.of();

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      required = true,
      description = "Whose keys: 1-200 characters.")
  private String tenant = "";

  String tenant() {
    return tenant;
  }

  KeyAdmin open() {
    List<String> all = new ArrayList<>(assignments);
    if (postgres != null) {
      all.add("postgres.uri=" + postgres);
    }
    return new KeyAdmin(
        JdbcAccess.of(PostgresConfig.read(ConfigSources.read(config, System.getenv(), all))));
  }
}
