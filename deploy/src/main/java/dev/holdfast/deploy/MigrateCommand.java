package dev.holdfast.deploy;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.Migrations;
import dev.holdfast.shared.config.PostgresConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast migrate}: brings the schema of {@code postgres.uri} up to date. */
@Command(
    name = "migrate",
    description = "Bring the schema of postgres.uri up to date; run once before new pods start.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MigrateCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration of the pods, a JSON file.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One value; wins over the environment and the file. Can be repeated.")
  private List<String> assignments = List.of();

  @Override
  public Integer call() {
    PostgresConfig postgres =
        PostgresConfig.read(ConfigSources.read(config, System.getenv(), assignments));
    System.out.println(new Migrations(JdbcAccess.of(postgres)).migrate());
    return 0;
  }
}
