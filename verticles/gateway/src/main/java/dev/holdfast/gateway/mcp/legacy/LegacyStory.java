package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.mcp.exchange.LogMessages;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.Asked;
import dev.holdfast.gateway.mcp.tools.ClientRequest;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;
import java.util.List;
import java.util.Optional;

/**
 * A call as the stream of its request: progress, what the agent logs, questions towards a client
 * that can be asked, and the result. Every message follows from one event of the task, whose number
 * is in its id; so a pod that goes on with the stream says what the first one would have said.
 */
final class LegacyStory implements Story {
  private static final String ROOTS = "roots";

  private final boolean fresh;
  private final Ears ears;
  private StreamPosition position;

  /**
   * @param fresh whether the stream begins here, and is no rest of one that broke
   */
  LegacyStory(StreamPosition position, boolean fresh, Ears ears) {
    this.position = position;
    this.fresh = fresh;
    this.ears = ears;
  }

  /**
   * A stream that goes on says again where it is: a client may know only of this stream what it
   * heard on it, and the stream may break again.
   */
  @Override
  public String opening(long seq) {
    position = position.at(seq, position.told());
    if (!ears.positions()) {
      return SseText.OPEN;
    }
    return SseText.priming(fresh ? position.text() : position.again());
  }

  @Override
  public Telling tell(Event event) {
    Optional<Asked> asked = Questions.of(event);
    if (asked.isPresent()) {
      position = position.at(event.seq(), position.told());
      return asked(asked.get(), event.seq());
    }
    Optional<String> logged = ears.logs().flatMap(level -> LogMessages.of(event, level));
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
  private Telling asked(Asked asked, long seq) {
    return asked.within(ears.capabilities()).entrySet().stream()
        .findFirst()
        .map(one ->
            message(
                RpcOut.request(
                    AskedFor.id(position.taskId(), asked.inputId(), one.getKey()),
                    one.getValue().method(),
                    one.getValue().params())))
        .orElseGet(() -> unable(asked, seq));
  }

  /**
   * The folders of this client nobody else knows. Anything else a person can answer in another
   * window, and is told so; a client that wants errors only is not.
   */
  private Telling unable(Asked asked, long seq) {
    List<String> missing =
        asked.requests().values().stream().map(ClientRequest::capability).distinct().toList();
    if (missing.contains(ROOTS)) {
      StreamPosition last = position.end(seq);
      String json = RpcOut.error(position.request(), RpcRefusal.missing(ROOTS));
      return new Telling.Unable(
          asked.inputId(), new Telling.Over(200, json, SseText.message(last.text(), json), true));
    }
    return ears.takeWarnings()
        ? message(
            LogMessages.warning(
                "the agent asks what this client cannot be asked, as it did not declare "
                    + String.join(" or ", missing)
                    + "; the task waits: call list_questions with task_id "
                    + position.taskId()
                    + ", then answer with it and input_id "
                    + asked.inputId()))
        : Telling.nothing();
  }
}
