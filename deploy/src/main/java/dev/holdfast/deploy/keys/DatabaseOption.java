package dev.holdfast.deploy.keys;

import dev.holdfast.deploy.config.ConfigOption;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.KeyAdmin;
import dev.holdfast.shared.config.PostgresConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which database, and which tenant in it; the same for every command about keys. */
final class DatabaseOption {
  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "postgresql://user:password@host:port/database")
  private @Nullable String postgres;

  @Mixin private ConfigOption config = new ConfigOption();

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
    List<String> last = postgres == null ? List.of() : List.of("postgres.uri=" + postgres);
    return new KeyAdmin(JdbcAccess.of(PostgresConfig.read(config.read(last))));
  }
}
