package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.TaskRecord;
import java.util.Optional;

/** How a stream tells of a task. */
public interface Story {
  /**
   * What stands at the beginning of a stream, also of one that goes on after a break, as
   * server-sent events; empty where the stream begins with its first message, and is one JSON
   * message where that is also the last.
   *
   * @param seq the number of the event up to which it is told by now
   */
  String opening(long seq);

  /** What one event of the task comes to. */
  Telling tell(Event event);

  /**
   * What events that are no more come to. Progress is told as totals, and the result is read from
   * the task: where that is all, nothing is lost.
   */
  default Telling gap(Gap gap) {
    return Telling.nothing();
  }

  /** The last words where the pod stops; empty where the client can go on with it elsewhere. */
  default Optional<Telling.Over> farewell() {
    return Optional.empty();
  }

  /** The last words: the result of the call. */
  Telling.Over end(TaskRecord task);
}
