package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.nio.file.Path;

/** Reads an agent of kind {@code acp}. */
final class AcpSettings {
  private AcpSettings() {}

  static AgentSpec.Acp read(Settings settings, String prefix, String description) {
    Program program = Program.read(settings, prefix);
    String cwd = program.cwd();
    if (cwd != null && !Path.of(cwd).isAbsolute()) {
      throw new ConfigException(prefix + "cwd must be an absolute path: " + cwd);
    }
    String permissions = settings.text(prefix + "permissions", "ask");
    return new AgentSpec.Acp(
        description,
        program,
        switch (permissions) {
          case "ask" -> AgentSpec.Permissions.ASK;
          case "allow" -> AgentSpec.Permissions.ALLOW;
          case "reject" -> AgentSpec.Permissions.REJECT;
          default ->
              throw new ConfigException(
                  prefix + "permissions must be ask, allow or reject: " + permissions);
        },
        settings.textOrNull(prefix + "auth_method"),
        RunLimits.read(settings, prefix),
        RpcLimits.read(settings, prefix));
  }
}
