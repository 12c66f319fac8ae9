package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.jsonrpc.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The events of a {@code text/event-stream}, as WHATWG HTML has it; of their fields only data, id
 * and retry.
 */
final class SseReader {
  private static final int RETRY_MS_MAX = 10_000;

  private final BoundedLines lines;
  private final int bytesMax;
  private String lastId = "";
  private int retryMs = 1_000;

  SseReader(InputStream stream, int bytesMax) {
    this.lines = new BoundedLines(stream, bytesMax);
    this.bytesMax = bytesMax;
  }

  /** The data of the next event that has any; empty at the end. */
  Optional<String> next() throws IOException {
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get();
      if (text.isEmpty()) {
        if (any && !data.isEmpty()) {
          return Optional.of(data.toString());
        }
        any = false;
        continue;
      }
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "data" -> {
          data.append(any ? "\n" : "").append(value);
          any = true;
        }
        case "id" -> lastId = value;
        case "retry" -> retryMs = number(value);
        default -> {
          // Comments, and fields that mean nothing here.
        }
      }
      if (data.length() > bytesMax) {
        throw new IOException("an event of more than " + bytesMax + " characters");
      }
    }
    return Optional.empty();
  }

  /** Where to go on if the stream breaks; empty where it cannot. */
  String lastId() {
    return lastId;
  }

  /** Milliseconds to wait before that. */
  int retryMs() {
    return retryMs;
  }

  private int number(String value) {
    try {
      return Math.clamp(Long.parseLong(value), 0, RETRY_MS_MAX);
    } catch (NumberFormatException e) {
      return retryMs;
    }
  }
}
