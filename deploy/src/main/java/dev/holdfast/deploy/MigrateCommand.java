package dev.holdfast.deploy;

import dev.holdfast.deploy.config.ConfigOption;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.Migrations;
import dev.holdfast.shared.config.PostgresConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast migrate}: brings the schema of {@code postgres.uri} up to date. */
@Command(
    name = "migrate",
    description = "Bring the schema of postgres.uri up to date; run once before new pods start.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MigrateCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    PostgresConfig postgres = PostgresConfig.read(config.read());
    System.out.println(new Migrations(JdbcAccess.of(postgres)).migrate());
    return 0;
  }
}
