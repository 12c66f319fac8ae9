package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Follows an event stream on a thread of its own and keeps what came. */
public final class SseWatcher implements AutoCloseable {
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private final List<String> story = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private final Thread thread;

  private SseWatcher(Stream<String> lines) {
    this.lines = lines;
    this.thread = Thread.startVirtualThread(this::read);
  }

  public static SseWatcher open(Client client, PodProcess pod, String path, String... headers) {
    return new SseWatcher(client.lines(pod, path, headers));
  }

  private void read() {
    Iterator<String> source = lines.iterator();
    String id = "";
    String name = "";
    String data = "";
    try {
      while (source.hasNext()) {
        String line = source.next();
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data = line.substring(5).strip();
        } else if (line.isEmpty() && !data.isEmpty()) {
          take(id, name, data);
          id = "";
          name = "";
          data = "";
        }
      }
    } catch (UncheckedIOException e) {
      names.add("(cut)");
    }
  }

  private void take(String id, String name, String data) {
    names.add(name);
    if (name.equals("gap")) {
      JsonObject gap = new JsonObject(data);
      story.add(gap.getLong("from") + "-" + gap.getLong("to"));
    } else if (!id.isEmpty()) {
      JsonObject event = new JsonObject(data);
      if (event.getLong("seq") != Long.parseLong(id)) {
        throw new IllegalStateException("id and seq differ: " + data);
      }
      events.add(event);
      story.add(id);
    }
  }

  /** The events so far. */
  public List<JsonObject> events() {
    return List.copyOf(events);
  }

  /** The names of all messages so far, the end marker included. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The numbers so far, those of a gap as {@code from-to}. */
  public List<String> story() {
    return List.copyOf(story);
  }

  public List<Long> seqs() {
    return events.stream().map(event -> event.getLong("seq")).toList();
  }

  public SseWatcher awaitType(String type) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> events.stream().anyMatch(event -> type.equals(event.getString("type"))));
    return this;
  }

  public SseWatcher awaitSeq(long seq) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> events.stream().anyMatch(event -> event.getLong("seq") == seq));
    return this;
  }

  /** Waits until the server has ended the stream. */
  public SseWatcher awaitEnd() {
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !thread.isAlive());
    return this;
  }

  public static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Override
  public void close() {
    lines.close();
  }
}
