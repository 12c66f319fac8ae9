package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events as an agent that summarises reads them: what was asked, told and answered, what was said,
 * and what came of it. Everything else, such as progress and reasoning, is left out.
 */
final class HistoryCodec {
  private static final Map<EventType, Function<JsonObject, Optional<String>>> WORDS =
      Map.of(
          EventType.TASK_MESSAGE, data -> told("told: ", data, "text"),
          EventType.TASK_OUTPUT, HistoryCodec::said,
          EventType.TASK_INPUT_REQUESTED, data -> told("question: ", data, "prompt"),
          EventType.TASK_INPUT_RECEIVED, HistoryCodec::answered,
          EventType.TASK_COMPLETED, data -> Optional.of("completed: " + data.getValue("result")),
          EventType.TASK_FAILED, data -> told("failed: ", data, "error"),
          EventType.TASK_CANCELLED, data -> Optional.of("cancelled"),
          EventType.SESSION_SUMMARY, data -> told("summary of what was before: ", data, "text"));

  private HistoryCodec() {}

  /**
   * The event in words; empty where it tells nothing of the kind.
   *
   * @param input the task's text
   */
  static Optional<String> words(EventType type, String data, @Nullable String input) {
    if (type == EventType.TASK_ACCEPTED) {
      return Optional.ofNullable(input).map(text -> "asked: " + text);
    }
    return Optional.ofNullable(WORDS.get(type)).flatMap(words -> words.apply(new JsonObject(data)));
  }

  /** The number from which on the events of the task no longer count. */
  static long fromSeq(String data) {
    return new JsonObject(data).getLong("from_seq");
  }

  private static Optional<String> said(JsonObject data) {
    String stream = data.getString("stream");
    return "text".equals(stream) || "stdout".equals(stream)
        ? told("said: ", data, "text")
        : Optional.empty();
  }

  private static Optional<String> answered(JsonObject data) {
    return Optional.of(
        Stream.of(data.getString("option"), data.getString("text"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" ", "answer: ", "")));
  }

  private static Optional<String> told(String kind, JsonObject data, String member) {
    return Optional.ofNullable(data.getString(member)).map(text -> kind + text);
  }
}
