package dev.holdfast.gateway.mcp.exchange;

import java.util.Map;

/** What one event of a task comes to on its stream. */
public sealed interface Telling {
  /** Nothing is said. */
  record Nothing() implements Telling {}

  /** Server-sent events as text. */
  record Said(String text) implements Telling {}

  /**
   * The client gave the answer to this question together with its request.
   *
   * @param id of the client's request, as JSON text
   * @param results by the names of what was asked, each one JSON object as text
   */
  record Answered(String id, String inputId, Map<String, String> results) implements Telling {
    public Answered {
      results = Map.copyOf(results);
    }
  }

  /**
   * Nobody but the client could answer this question, and it cannot: the last words, where the
   * question is open.
   */
  record Unable(String inputId, Over over) implements Telling {}

  /**
   * The last words.
   *
   * @param status of the response, where nothing was said before
   * @param json the message; the whole body where nothing was said before
   * @param text the same as a server-sent event
   * @param cancelling whether the task ends with it
   */
  record Over(int status, String json, String text, boolean cancelling) implements Telling {}

  static Telling nothing() {
    return new Nothing();
  }

  /** The same where there is something to say. */
  static Telling said(String text) {
    return text.isEmpty() ? new Nothing() : new Said(text);
  }
}
