package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.TaskProgress;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.shared.event.Event;
import java.util.Optional;

/** How a caller wants to be told of progress. */
public final class ProgressToken {
  private static final String NONE = "null";
  private static final int MAX = 200;

  private ProgressToken() {}

  /** A number or a string as JSON text; {@code null} where the caller wants nothing told. */
  public static String of(Fields params) {
    Fields meta = params.objectOrNull("_meta");
    return meta == null ? NONE : meta.mark("progressToken", MAX);
  }

  /** How far an event says its task is, where that is more than what was told last. */
  public static Optional<TaskProgress> news(String token, Event event, long told) {
    return token.equals(NONE)
        ? Optional.empty()
        : TaskProgress.of(event).filter(progress -> progress.progress().currentIteration() > told);
  }

  /** The notification; what it tells grows from one to the next. */
  public static String notification(String token, TaskProgress progress) {
    long total = progress.progress().totalIterations();
    return RpcOut.notification(
        "notifications/progress",
        out -> {
          JsonOut told =
              out.json("progressToken", token)
                  .number("progress", progress.progress().currentIteration());
          if (total > 0) {
            told.number("total", total);
          }
          told.text("message", progress.status().wire());
        });
  }
}
