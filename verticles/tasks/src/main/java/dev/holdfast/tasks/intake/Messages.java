package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Agents;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.MessageStore;
import dev.holdfast.tasks.task.Commits;
import io.vertx.core.Future;

/** Texts of owners for agents at work, on whichever pod they arrive. */
public final class Messages {
  private final Agents agents;
  private final int max;
  private final MessageStore messages;
  private final IntakeStore tasks;
  private final Commits commits;

  /**
   * @param max texts that a task may have
   */
  public Messages(
      Agents agents, int max, MessageStore messages, IntakeStore tasks, Commits commits) {
    this.agents = agents;
    this.max = max;
    this.messages = messages;
    this.tasks = tasks;
    this.commits = commits;
  }

  /** Durable before it is answered; the agent reads it when it looks. */
  public Future<TaskRecord> send(SendMessage wanted) {
    return tasks
        .get(wanted.principal(), wanted.taskId())
        .map(this::requireReader)
        .compose(task -> messages.send(wanted, tasks, max))
        .map(written -> {
          commits.committed(written.task().session().number(), written.events());
          return written.task();
        });
  }

  private TaskRecord requireReader(TaskRecord task) {
    AgentSpec spec = agents.specs().get(task.agent());
    String kind = spec == null ? "unknown" : kind(spec);
    if (!kind.isEmpty()) {
      throw new Fault(
          ErrorCode.NOT_SUPPORTED,
          "agent " + task.agent() + " is of kind " + kind + ", which reads no messages");
    }
    return task;
  }

  /** The kind of an agent that reads no messages; empty where it does. */
  private static String kind(AgentSpec spec) {
    return switch (spec) {
      case AgentSpec.Demo demo -> "";
      case AgentSpec.Acp acp -> "";
      case AgentSpec.Worker worker -> "";
      case AgentSpec.Command command -> "command";
      case AgentSpec.Mcp mcp -> "mcp";
    };
  }
}
