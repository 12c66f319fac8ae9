package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;

/**
 * How a stream tells of a task: server-sent events as text, empty where there is nothing to say.
 */
public interface Story {
  /**
   * What stands at the beginning of a new stream.
   *
   * @param seq the number of the event up to which it is told by now
   */
  String opening(long seq);

  /** What one event of the task comes to. */
  String tell(Event event);

  /** The last words: the result of the call. */
  String end(TaskRecord task);
}
