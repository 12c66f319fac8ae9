package dev.holdfast.loadtests.benchmark;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What event streams tell of tasks, and who waits for it; of one event loop. */
final class TaskNews {
  /** What is waited for. */
  enum Kind {
    PROGRESS("event: task.progress\n"),
    END("event: task.completed\n");

    private final String line;

    Kind(String line) {
      this.line = line;
    }
  }

  private record Told(String task, Kind kind) {}

  private static final String TASK = "\"task_id\":\"";

  private final Map<String, StringBuilder> unfinished = new HashMap<>();
  private final Map<Told, Runnable> waiting = new HashMap<>();
  private final Set<Told> early = new HashSet<>();

  /** Runs it once the news is there, which may be before the task's submission was answered. */
  void await(String task, Kind kind, Runnable then) {
    Told told = new Told(task, kind);
    if (early.remove(told)) {
      then.run();
    } else {
      waiting.put(told, then);
    }
  }

  /** The next bytes of a stream. */
  void take(String stream, Buffer chunk) {
    StringBuilder text = unfinished.computeIfAbsent(stream, s -> new StringBuilder());
    text.append(chunk);
    int from = 0;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
      event(text.substring(from, end + 1));
      from = end + 2;
    }
    text.delete(0, from);
  }

  private void event(String event) {
    for (Kind kind : Kind.values()) {
      if (event.contains(kind.line)) {
        int at = event.indexOf(TASK) + TASK.length();
        Told told = new Told(event.substring(at, event.indexOf('"', at)), kind);
        Runnable then = waiting.remove(told);
        if (then == null) {
          early.add(told);
        } else {
          then.run();
        }
      }
    }
  }
}
