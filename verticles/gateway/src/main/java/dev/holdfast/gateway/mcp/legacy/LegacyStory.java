package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.mcp.exchange.LogLevel;
import dev.holdfast.gateway.mcp.exchange.LogMessages;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.tools.Asked;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;
import java.util.Optional;
import java.util.Set;

/**
 * A call as the stream of its request: progress, what the agent logs, questions towards a client
 * that can be asked, and the result. Every message follows from one event of the task, whose number
 * is in its id; so a pod that goes on with the stream says what the first one would have said.
 */
final class LegacyStory implements Story {
  private final Set<String> capabilities;
  private final Optional<LogLevel> logs;
  private StreamPosition position;

  /**
   * @param capabilities what the client said that it can do
   * @param logs from which level on the client is told what the agent logs; empty for nothing
   */
  LegacyStory(StreamPosition position, Set<String> capabilities, Optional<LogLevel> logs) {
    this.position = position;
    this.capabilities = Set.copyOf(capabilities);
    this.logs = logs;
  }

  @Override
  public String opening(long seq) {
    position = position.at(seq, position.told());
    return SseText.priming(position.text());
  }

  @Override
  public Telling tell(Event event) {
    Optional<Asked> asked = Questions.of(event);
    if (asked.isPresent()) {
      position = position.at(event.seq(), position.told());
      return asked.flatMap(this::request).map(this::message).orElseGet(Telling::nothing);
    }
    Optional<String> logged = logs.flatMap(level -> LogMessages.of(event, level));
    if (logged.isPresent()) {
      position = position.at(event.seq(), position.told());
      return message(logged.get());
    }
    return ProgressToken.news(position.token(), event, position.told())
        .map(news -> {
          position = position.at(event.seq(), news.progress().currentIteration());
          return message(ProgressToken.notification(position.token(), news));
        })
        .orElseGet(Telling::nothing);
  }

  @Override
  public Telling.Over end(TaskRecord task) {
    position = position.end(task.lastSeq());
    String json = RpcOut.result(position.request(), OperatorTools.result(task)::write);
    return new Telling.Over(200, json, SseText.message(position.text(), json), false);
  }

  private Telling message(String json) {
    return Telling.said(SseText.message(position.text(), json));
  }

  /** The first that the client can be asked; what is left of a question is asked after it. */
  private Optional<String> request(Asked asked) {
    return asked.within(capabilities).entrySet().stream()
        .findFirst()
        .map(one ->
            RpcOut.request(
                AskedFor.id(position.taskId(), asked.inputId(), one.getKey()),
                one.getValue().method(),
                one.getValue().params()));
  }
}
