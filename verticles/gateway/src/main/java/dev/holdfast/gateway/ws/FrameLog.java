package dev.holdfast.gateway.ws;

import org.slf4j.spi.LoggingEventBuilder;

/** What every line of the log about a frame has: the caller's mark, where it gave one. */
final class FrameLog {
  private FrameLog() {}

  /** The mark is JSON; what is escaped in it stays so, and no line is broken by it. */
  static LoggingEventBuilder of(LoggingEventBuilder line, String mark) {
    if (mark.equals(WsConnection.NO_MARK)) {
      return line;
    }
    boolean text = mark.startsWith("\"");
    return line.addKeyValue("request_id", text ? mark.substring(1, mark.length() - 1) : mark);
  }
}
