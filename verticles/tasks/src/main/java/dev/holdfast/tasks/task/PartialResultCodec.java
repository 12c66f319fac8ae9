package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.TerminationReason;
import io.vertx.core.json.JsonObject;

/** The result of a task that hit a limit after it had delivered something. */
public final class PartialResultCodec {
  private PartialResultCodec() {}

  /**
   * One JSON object: {@code partial}, always true, the {@code limit} that was hit and the {@code
   * answer} so far.
   *
   * @param limit the reason with which the task would have failed
   */
  public static String encode(TerminationReason limit, String answer) {
    return new JsonObject()
        .put("partial", true)
        .put("limit", limit.wire())
        .put("answer", answer.replace('\0', '\uFFFD'))
        .encode();
  }
}
