package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.mcp.exchange.LogLevel;
import dev.holdfast.gateway.mcp.exchange.LogMessages;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.Asked;
import dev.holdfast.gateway.mcp.tools.ClientRequest;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call of a client that does not know tasks: progress, log messages, and the result, on one
 * response. What the agent asks ends the response, and the client comes again with the answer; what
 * it answered in advance is given to the agent.
 */
final class ModernStory implements Story {
  private final Wanted wanted;
  private final TaskRecord task;
  private final Map<String, String> unused;
  private long told = -1;

  /**
   * What the client wants.
   *
   * @param id the id of the request, as JSON text
   * @param token its progress token, as JSON text
   * @param logs from which level on it is told what the agent logs; empty for nothing
   */
  record Wanted(
      String id,
      String token,
      Optional<LogLevel> logs,
      ModernMeta meta,
      Rounds rounds,
      RequestState states) {}

  ModernStory(Wanted wanted, TaskRecord task) {
    this.wanted = wanted;
    this.task = task;
    this.unused = new HashMap<>(wanted.rounds().responses());
  }

  @Override
  public String opening(long seq) {
    return "";
  }

  @Override
  public Telling tell(Event event) {
    Optional<Asked> asked = Questions.of(event);
    if (asked.isPresent()) {
      return asked(asked.get(), event.seq() - 1);
    }
    Optional<String> logged = wanted.logs().flatMap(level -> LogMessages.of(event, level));
    if (logged.isPresent()) {
      return Telling.said(SseText.message(logged.get()));
    }
    return ProgressToken.news(wanted.token(), event, told)
        .map(news -> {
          told = news.progress().currentIteration();
          return Telling.said(SseText.message(ProgressToken.notification(wanted.token(), news)));
        })
        .orElseGet(Telling::nothing);
  }

  @Override
  public Telling.Over end(TaskRecord ended) {
    return over(ModernResult.text(wanted.id(), "complete", OperatorTools.result(ended)::write));
  }

  private Telling asked(Asked asked, long before) {
    Map<String, String> answers = wanted.rounds().answers(asked.requests());
    answers.keySet().retainAll(unused.keySet());
    if (!answers.isEmpty()) {
      unused.keySet().removeAll(answers.keySet());
      return new Telling.Answered(wanted.id(), asked.inputId(), answers);
    }
    Map<String, ClientRequest> able = asked.within(wanted.meta().capabilities());
    if (able.isEmpty()) {
      return unable(asked);
    }
    String state = wanted.rounds().next(wanted.states(), task, before);
    return over(Rounds.wanted(wanted.id(), able, state));
  }

  /**
   * A person can be asked in other ways as well, by the tool {@code list_questions} for example;
   * for anything else there is only this client.
   */
  private Telling unable(Asked asked) {
    Optional<String> missing =
        asked.requests().values().stream()
            .map(ClientRequest::capability)
            .filter(capability -> !capability.equals("elicitation"))
            .findFirst();
    if (missing.isEmpty()) {
      return Telling.nothing();
    }
    RpcRefusal refusal = RpcRefusal.missing(missing.get());
    String json = RpcOut.error(wanted.id(), refusal);
    return new Telling.Over(refusal.httpStatus(), json, SseText.message(json), true);
  }

  /** Whoever has a state comes again with it; any other call has to be made anew. */
  @Override
  public Optional<Telling.Over> farewell() {
    ErrorCode stopping = ErrorCode.SHUTTING_DOWN;
    RpcRefusal refusal =
        RpcRefusal.with(
            stopping.httpStatus(),
            RpcCode.INTERNAL_ERROR,
            stopping.wire() + ": " + stopping.meaning());
    String json = RpcOut.error(wanted.id(), refusal);
    return Optional.of(new Telling.Over(refusal.httpStatus(), json, SseText.message(json), false));
  }

  private static Telling.Over over(String json) {
    return new Telling.Over(200, json, SseText.message(json), false);
  }
}
