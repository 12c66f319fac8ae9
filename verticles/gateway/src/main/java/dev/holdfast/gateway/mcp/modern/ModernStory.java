package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;

/** A call of a client that does not know tasks: progress, and the result, on one response. */
final class ModernStory implements Story {
  private final String request;
  private final String token;
  private long told = -1;

  /**
   * @param request the id of the request, as JSON text
   * @param token its progress token, as JSON text
   */
  ModernStory(String request, String token) {
    this.request = request;
    this.token = token;
  }

  @Override
  public String opening(long seq) {
    return "";
  }

  @Override
  public String tell(Event event) {
    return ProgressToken.news(token, event, told)
        .map(news -> {
          told = news.progress().currentIteration();
          return SseText.message(ProgressToken.notification(token, news));
        })
        .orElse("");
  }

  @Override
  public String end(TaskRecord task) {
    return SseText.message(
        ModernResult.text(request, "complete", OperatorTools.result(task)::write));
  }
}
