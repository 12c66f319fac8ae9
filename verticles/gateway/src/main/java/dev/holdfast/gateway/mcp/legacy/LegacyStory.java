package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.codec.TaskProgress;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.TaskRecord;
import java.util.Optional;

/**
 * A call as the stream of its request: progress, questions towards a client that can be asked, and
 * the result. Every message follows from one event of the task, whose number is in its id; so a pod
 * that goes on with the stream says what the first one would have said.
 */
final class LegacyStory implements Story {
  private static final int TEXT_MAX = 65_536;

  private final boolean askable;
  private StreamPosition position;

  /**
   * @param askable whether the client said that it can ask people
   */
  LegacyStory(StreamPosition position, boolean askable) {
    this.position = position;
    this.askable = askable;
  }

  @Override
  public String opening(long seq) {
    position = position.at(seq, position.told());
    return SseText.priming(position.text());
  }

  @Override
  public String tell(Event event) {
    if (event.type() == EventType.TASK_INPUT_REQUESTED && askable) {
      position = position.at(event.seq(), position.told());
      return asked(event).map(this::message).orElse("");
    }
    Optional<TaskProgress> news = ProgressToken.news(position.token(), event, position.told());
    if (news.isEmpty()) {
      return "";
    }
    position = position.at(event.seq(), news.get().progress().currentIteration());
    return message(ProgressToken.notification(position.token(), news.get()));
  }

  @Override
  public String end(TaskRecord task) {
    position = position.end(task.lastSeq());
    return SseText.message(
        position.text(), RpcOut.result(position.request(), OperatorTools.result(task)::write));
  }

  private String message(String json) {
    return SseText.message(position.text(), json);
  }

  private Optional<String> asked(Event event) {
    try {
      Fields data = StrictJson.object(event.data());
      String question = data.text("input_id", 1, TEXT_MAX);
      String prompt = data.text("prompt", 0, TEXT_MAX);
      String options = Questions.options(data);
      return Optional.of(
          RpcOut.request(
              AskedFor.id(position.taskId(), question),
              Questions.METHOD,
              out -> Questions.write(out, prompt, options)));
    } catch (Fault unreadable) {
      return Optional.empty();
    }
  }
}
