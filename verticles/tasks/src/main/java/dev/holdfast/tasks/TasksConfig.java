package dev.holdfast.tasks;

import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;
import dev.holdfast.tasks.agent.WorkerConfig;
import dev.holdfast.tasks.execution.ExecutionConfig;
import dev.holdfast.tasks.intake.IntakeConfig;
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
    WorkerConfig workers) {
  public static TasksConfig read(Settings settings) {
    Agents agents = Agents.read(settings);
    return new TasksConfig(
        IntakeConfig.read(settings, agents),
        ExecutionConfig.read(settings, agents),
        UpkeepConfig.read(settings),
        agents,
        LimitsConfig.read(settings),
        ToolsConfig.read(settings, agents),
        WorkerConfig.read(settings));
  }
}
