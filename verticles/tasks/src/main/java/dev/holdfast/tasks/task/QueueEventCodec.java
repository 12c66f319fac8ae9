package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The payloads of events that tell of a queue. */
public final class QueueEventCodec {
  private QueueEventCodec() {}

  /** The whole queue is held, or goes on. */
  public static NewEvent queue(boolean held) {
    return new NewEvent(
        held ? EventType.QUEUE_HELD : EventType.QUEUE_RELEASED, null, new JsonObject().encode());
  }

  /** One task is held, or may begin when its turn comes. */
  public static NewEvent task(String taskId, boolean held) {
    return new NewEvent(
        held ? EventType.TASK_HELD : EventType.TASK_RELEASED, taskId, new JsonObject().encode());
  }

  /** The waiting tasks in their new order. */
  public static NewEvent order(List<String> taskIds) {
    return new NewEvent(
        EventType.QUEUE_REORDERED,
        null,
        new JsonObject().put("tasks", new JsonArray(taskIds)).encode());
  }
}
