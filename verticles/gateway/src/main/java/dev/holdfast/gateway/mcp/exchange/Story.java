package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;

/** How a stream tells of a task. */
public interface Story {
  /**
   * What stands at the beginning of a new stream, as server-sent events; empty where the stream
   * begins with its first message, and is one JSON message where that is also the last.
   *
   * @param seq the number of the event up to which it is told by now
   */
  String opening(long seq);

  /** What one event of the task comes to. */
  Telling tell(Event event);

  /** The last words: the result of the call. */
  Telling.Over end(TaskRecord task);
}
