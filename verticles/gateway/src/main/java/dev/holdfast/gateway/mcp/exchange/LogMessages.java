package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import java.util.Optional;

/**
 * What an agent logs as {@code notifications/message}. A line of an agent's log begins with its
 * level, and may name its logger: {@code info db: opened}; any other line is of level info.
 */
public final class LogMessages {
  private static final String STREAM = "log";

  private LogMessages() {}

  /** One line of a log. */
  private record Line(LogLevel level, String logger, String words) {
    static Line of(String text) {
      String head = text.substring(0, Math.max(0, text.indexOf(": ")));
      int space = head.indexOf(' ');
      String level = space < 0 ? head : head.substring(0, space);
      String logger = space < 0 ? "" : head.substring(space + 1);
      return LogLevel.ofWire(level)
          .map(known -> new Line(known, logger, text.substring(head.length() + 2).stripTrailing()))
          .orElseGet(() -> new Line(LogLevel.INFO, "", text.stripTrailing()));
    }
  }

  /** The notification; empty where the event is none of a log, or matters less than asked for. */
  public static Optional<String> of(Event event, LogLevel least) {
    return event.type() == EventType.TASK_OUTPUT
        ? text(event)
            .map(Line::of)
            .filter(line -> line.level().compareTo(least) >= 0)
            .map(LogMessages::json)
        : Optional.empty();
  }

  /** What the service itself has to say, of level warning. */
  public static String warning(String words) {
    return json(new Line(LogLevel.WARNING, "holdfast", words));
  }

  private static Optional<String> text(Event event) {
    try {
      Fields data = StrictJson.object(event.data());
      return STREAM.equals(data.textOrNull("stream", 0, Integer.MAX_VALUE))
          ? Optional.ofNullable(data.textOrNull("text", 0, Integer.MAX_VALUE))
          : Optional.empty();
    } catch (Fault unreadable) {
      return Optional.empty();
    }
  }

  private static String json(Line line) {
    return RpcOut.notification(
        "notifications/message",
        out -> {
          JsonOut told = out.text("level", line.level().wire());
          if (!line.logger().isEmpty()) {
            told.text("logger", line.logger());
          }
          told.text("data", line.words());
        });
  }
}
