package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.TaskRecord;

/**
 * Every event of a task, as the draft SEP-2694 has it, on the response to {@code tasks/stream}.
 * Other than there {@code seq} is the number in the session's log: it grows and is never given
 * twice, and the numbers between belong to other tasks of the session.
 */
final class EventStory implements Story {
  private static final String PREFIX = "dev.holdfast/";

  private final String id;
  private final String taskId;

  /**
   * @param id the request's, as JSON text
   */
  EventStory(String id, String taskId) {
    this.id = id;
    this.taskId = taskId;
  }

  @Override
  public String opening(long seq) {
    return SseText.OPEN;
  }

  @Override
  public Telling tell(Event event) {
    return Telling.said(
        SseText.message(
            RpcOut.notification(
                "notifications/tasks/event",
                out ->
                    out.text("taskId", taskId)
                        .number("seq", event.seq())
                        .text("type", PREFIX + event.type().wire())
                        .text("timestamp", event.at())
                        .json("data", event.data()))));
  }

  /** The client has to say that it goes on without them. */
  @Override
  public Telling gap(Gap gap) {
    RpcRefusal refusal =
        RpcRefusal.answered(
            RpcCode.EVENTS_GONE,
            "events " + gap.from() + "-" + gap.to() + " of the session were trimmed",
            JsonOut.object(data -> data.number("earliestSeq", gap.to() + 1)));
    String json = RpcOut.error(id, refusal);
    return new Telling.Over(refusal.httpStatus(), json, SseText.message(json), false);
  }

  @Override
  public Telling.Over end(TaskRecord task) {
    String json =
        ModernResult.text(
            id, "complete", out -> out.text("taskId", taskId).number("lastSeq", task.lastSeq()));
    return new Telling.Over(200, json, SseText.message(json), false);
  }
}
