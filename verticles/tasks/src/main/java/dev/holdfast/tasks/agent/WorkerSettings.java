package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;

/** Reads an agent of kind {@code worker}. */
final class WorkerSettings {
  private WorkerSettings() {}

  static AgentSpec.Worker read(Settings settings, String prefix, String description) {
    String serves = settings.text(prefix + "serves", "principal");
    return new AgentSpec.Worker(
        description,
        switch (serves) {
          case "principal" -> AgentSpec.Serves.PRINCIPAL;
          case "tenant" -> AgentSpec.Serves.TENANT;
          default ->
              throw new ConfigException(prefix + "serves must be principal or tenant: " + serves);
        },
        settings.integer(prefix + "grace_ms", 2_000, 0, 60_000),
        RunLimits.read(settings, prefix));
  }
}
