package dev.holdfast.tasks;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;
import dev.holdfast.tasks.agent.WorkerConfig;
import dev.holdfast.tasks.execution.ExecutionConfig;
import dev.holdfast.tasks.intake.IntakeConfig;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.tools.ToolsConfig;
import dev.holdfast.tasks.upkeep.UpkeepConfig;

/** How tasks are taken in, run and looked after. */
public record TasksConfig(
    IntakeConfig intake,
    ExecutionConfig execution,
    UpkeepConfig upkeep,
    Agents agents,
    LimitsConfig limits,
    ToolsConfig tools,
    WorkerConfig workers,
    ContextConfig context) {
  public static TasksConfig read(Settings settings) {
    Agents agents = Agents.read(settings);
    LimitsConfig limits = LimitsConfig.read(settings);
    return new TasksConfig(
        IntakeConfig.read(settings, agents),
        ExecutionConfig.read(settings, agents),
        UpkeepConfig.read(settings),
        agents,
        limits,
        ToolsConfig.read(settings, agents),
        WorkerConfig.read(settings),
        ContextConfig.read(settings, agents.specs().keySet(), limits));
  }

  /**
   * Refuses times after which who asks over the bus hears nothing of an answer any more.
   *
   * @param requestTimeoutMs milliseconds until such a request fails
   */
  public void requireAnswersWithin(int requestTimeoutMs) {
    requireLess("tasks.server_ask_ms", tools.askMs(), requestTimeoutMs);
    requireLess("tasks.tools_wait_ms", tools.waitMs(), requestTimeoutMs);
  }

  private static void requireLess(String key, int ms, int requestTimeoutMs) {
    if (ms >= requestTimeoutMs) {
      throw new ConfigException(
          key
              + " must be less than bus.request_timeout_ms, which is "
              + requestTimeoutMs
              + ": "
              + ms);
    }
  }
}
