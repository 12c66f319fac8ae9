package dev.holdfast.loadtests.crowd;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Publishes to one room after the other; over one line for each room, of Holdfast over one line in
 * all, which is a worker's.
 */
final class Publisher implements Line.Owner {
  private static final long BEAT_NANOS = 1_000_000_000L;
  private static final int FRAME_MORE = 128;

  private final Wanted wanted;
  private final Selector selector;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> jobs = new HashMap<>();
  private long beaten = System.nanoTime();
  private int published;
  private int bursts;

  Publisher(Wanted wanted, Selector selector) {
    this.wanted = wanted;
    this.selector = selector;
  }

  void open() throws IOException {
    int count = isWorker() ? 1 : wanted.rooms().size();
    for (int room = 0; room < count; room++) {
      lines.add(Line.open(this, selector, wanted.address(0), wanted.dialect().publish(room), room));
    }
  }

  /** A sign of life, at most once a second: a silent worker loses its jobs. */
  void beat() throws IOException {
    long now = System.nanoTime();
    if (isWorker() && !lines.isEmpty() && now - beaten > BEAT_NANOS) {
      beaten = now;
      lines.getFirst().send("{\"op\":\"worker_heartbeat\"}");
    }
  }

  boolean isReady() {
    return isWorker()
        ? jobs.size() == wanted.rooms().size()
        : lines.stream().allMatch(line -> line.ready);
  }

  /** Messages so far. */
  int published() {
    return published;
  }

  /**
   * One burst to the next room, in one write.
   *
   * @param told is told the number of each message before it goes out
   */
  void publish(int burst, long due, IntConsumer told) throws IOException {
    int room = bursts++ % wanted.rooms().size();
    String job = jobs.getOrDefault(wanted.rooms().get(room), "");
    List<String> texts = new ArrayList<>(burst);
    for (int i = 0; i < burst; i++) {
      int number = published++;
      told.accept(number);
      texts.add(wanted.dialect().message(job, Stamp.text(number, due, wanted.messageBytes())));
    }
    Line line = lines.get(isWorker() ? 0 : room);
    line.send(texts, burst * (wanted.messageBytes() + FRAME_MORE));
  }

  @Override
  public void opened(Line line) throws IOException {
    wanted.dialect().publisherOpened(line, wanted);
  }

  @Override
  public void text(Line line, byte[] bytes, int from, int to) throws IOException {
    String text = Stamp.ascii(bytes, from, to);
    if (!isWorker()) {
      line.ready |= wanted.dialect().watcherReady(line, text, wanted) || line.ready;
    } else if (text.startsWith("{\"op\":\"job\"")) {
      JsonObject job = new JsonObject(text);
      jobs.put(job.getString("session_id"), job.getString("job_id"));
    } else if (text.startsWith("{\"op\":\"error\"")) {
      throw new IOException("refused: " + text);
    }
  }

  private boolean isWorker() {
    return wanted.dialect() == Dialect.HOLDFAST;
  }
}
