package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.herd.Ending;
import dev.holdfast.loadtests.herd.Guide;
import dev.holdfast.loadtests.herd.Herd;
import dev.holdfast.loadtests.herd.Watcher;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The watchers of one pod that read, and those that come now and then and stop to. */
final class StallCourse implements AutoCloseable {
  private static final int ROOMS = 10;
  private static final int THREADS = 2;
  private static final int AT_ONCE = 128;
  private static final int TEXT_BYTES = 4_096;
  private static final int TEXTS = 120;
  private static final int DELIVERIES_A_SECOND = 30_000;
  private static final double TEXTS_A_SECOND_MAX = 20;
  private static final int RECEIVE_BYTES = 4_096;

  /** Of each room, before anybody watches: 4 MiB, which no socket holds. */
  private static final int HISTORY = 1_024;

  private static final String WRITE_HISTORY =
      """
      WITH head AS (
        UPDATE session_log l SET last_seq = l.last_seq + ?
        FROM session s WHERE s.session_no = l.session_no AND s.principal = ?
        RETURNING l.session_no, l.last_seq)
      INSERT INTO session_event (session_no, seq, type, task_id, data, at)
      SELECT head.session_no, head.last_seq - ? + n, 'task.output',
        (SELECT max(e.task_id) FROM session_event e WHERE e.session_no = head.session_no), ?, now()
      FROM head, generate_series(1, ?) n
      """;

  private static final int LOOK_EVERY_MS = 25;

  /** So many looks without more are the end of what comes. */
  private static final int QUIET_LOOKS = 20;

  private static final int PATIENCE_MS = 120_000;
  private static final int HARD_CLOSE_MS = 5_000;
  private static final int SLACK_MS = 3_000;

  /** The stalled come from an address of their own, by which their connections are counted. */
  private static final int STALLED_PLACE = 900_000;

  /** How many, and {@code gateway.slow_consumer_ms}. */
  record Size(int watchers, int stalled, int slowMs) {}

  private final Pod pod;
  private final Size size;
  private final Random random;
  private final Findings findings;
  private final TaskWork work;
  private final Heads heads;
  private final List<String> rooms;
  private final Feed feed;
  private final Herd herd;
  private final Herd slow;
  private final List<Watcher> reading = new ArrayList<>();

  StallCourse(Stage stage, Pod pod, Size size, Random random, Findings findings) {
    this.pod = pod;
    this.size = size;
    this.random = random;
    this.findings = findings;
    this.work = new TaskWork(stage, "stall", random);
    this.heads = new Heads(stage, work.principal());
    this.rooms = IntStream.range(0, ROOMS).mapToObj(i -> work.principal() + "-" + i).toList();
    this.feed = Feed.open(stage, work, pod, rooms, TEXT_BYTES);
    String data = new JsonObject().put("text", ".".repeat(TEXT_BYTES)).encode();
    stage.postgres().execute(WRITE_HISTORY, HISTORY, work.principal(), HISTORY, data, HISTORY);
    Map<String, Long> begin = heads.now();
    Guide staying = guide(1_000);
    this.herd = Herd.open(work.principal() + "-r", work.token(), THREADS, staying);
    this.slow = Herd.open(work.principal() + "-s", work.token(), 1, guide(Guide.STAY_AWAY));
    for (int place = 0; place < size.watchers() - size.stalled(); place++) {
      long after = begin.getOrDefault(rooms.get(place % ROOMS), 0L);
      reading.add(herd.add(plan(place, place, after, 0, true)));
    }
    connect(reading);
  }

  private Guide guide(long againMs) {
    return new Guide() {
      @Override
      public InetSocketAddress to(Watcher watcher) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), pod.uri().getPort());
      }

      @Override
      public long againMs(Watcher watcher, Ending ending) {
        return againMs;
      }
    };
  }

  private Watcher.Plan plan(int i, int place, long after, int receiveBytes, boolean timed) {
    Watcher.Kind kind = i / ROOMS % 2 == 0 ? Watcher.Kind.SOCKET : Watcher.Kind.STREAM;
    return new Watcher.Plan(place, kind, rooms.get(i % ROOMS), after, receiveBytes, timed);
  }

  private void connect(List<Watcher> some) {
    for (int from = 0; from < some.size(); from += AT_ONCE) {
      List<Watcher> batch = some.subList(from, Math.min(some.size(), from + AT_ONCE));
      batch.forEach(Watcher::connect);
      await("watchers do not connect", () -> batch.stream().allMatch(StallCourse::wasReady));
    }
  }

  /** On a busy machine one that stalls may be cut off before the last of them is ready. */
  private static boolean wasReady(Watcher watcher) {
    return watcher.ready() || !watcher.endings().isEmpty();
  }

  /** Says something to everybody, and tells how long it took to those who read. */
  StallJudge.Window window() throws InterruptedException {
    herd.delays();
    feed.say(TEXTS, Math.min(TEXTS_A_SECOND_MAX, (double) DELIVERIES_A_SECOND / size.watchers()));
    awaitAll(reading);
    int[] micros = herd.delays();
    double p99 = micros[(int) ((micros.length - 1) * 0.99)] / 1e3;
    return new StallJudge.Window(p99, micros.length, unsent(), PodMemory.of(pod));
  }

  private long unsent() {
    return Sockets.unsent(pod.uri().getPort(), Herd.address(STALLED_PLACE));
  }

  /** What the kernel keeps once nothing more comes. */
  private long stuck() {
    long[] most = {0};
    int[] looks = {0};
    await(
        "stalled readers get more and more",
        () -> {
          long now = unsent();
          looks[0] = now > most[0] ? 0 : looks[0] + 1;
          most[0] = Math.max(most[0], now);
          return most[0] > 0 && looks[0] >= QUIET_LOOKS;
        });
    return most[0];
  }

  /**
   * The same while a tenth has asked for all of its rooms and does not read; afterwards they have
   * gone on and are gone.
   */
  StallJudge.Window windowWithStalled() throws InterruptedException {
    List<Watcher> stalled =
        IntStream.range(0, size.stalled())
            .mapToObj(i -> slow.add(plan(i, STALLED_PLACE + i, 0, RECEIVE_BYTES, false)))
            .toList();
    stalled.forEach(Watcher::stallOnceReady);
    connect(stalled);
    stalled.forEach(watcher -> stop(watcher.plan().place(), watcher));
    long unsent = stuck();
    PodMemory memory = PodMemory.of(pod);
    if (connected() < stalled.size()) {
      findings.late("stalled readers were cut off before they were counted");
    }
    StallJudge.Window window = window().orMore(unsent, memory);
    int wait = size.slowMs() + HARD_CLOSE_MS;
    List<Watcher> sleepers = stalled.stream().filter(StallCourse::wakes).toList();
    sleepers.forEach(watcher -> {
      Blocking.pause(random.nextInt(1 + wait / sleepers.size()));
      watcher.read();
    });
    long begun = System.nanoTime();
    await(
        "stalled readers keep their connections: " + connected() + " of " + stalled.size(),
        () -> connected() <= sleepers.stream().filter(each -> each.endings().isEmpty()).count());
    long tookMs = (System.nanoTime() - begun) / 1_000_000;
    if (tookMs > SLACK_MS) {
      findings.late("stalled readers were cut off " + tookMs + " ms after their time");
    }
    goOn(stalled);
    return window;
  }

  /** A third of each transport in each way. */
  private static void stop(int place, Watcher watcher) {
    if (place % 3 == 1) {
      watcher.trickle();
    } else {
      watcher.stall();
    }
  }

  private static boolean wakes(Watcher watcher) {
    return watcher.plan().place() % 3 == 2;
  }

  /** What they were told at the end, and what they get when they come again. */
  private void goOn(List<Watcher> stalled) {
    stalled.forEach(Watcher::read);
    List<Watcher> cut = stalled.stream().filter(watcher -> !wakes(watcher)).toList();
    await(
        "stalled readers do not see their end",
        () -> cut.stream().noneMatch(watcher -> watcher.endings().isEmpty()));
    List<Watcher> ended = stalled.stream().filter(watcher -> !watcher.endings().isEmpty()).toList();
    for (Watcher watcher : ended) {
      Ending ending = watcher.endings().getLast();
      switch (ending.how()) {
        case CUT -> findings.count("stalled readers cut off without a word");
        case CLOSED -> {
          findings.count("stalled readers told 4008");
          findings.check(
              ending.code() == Ending.SLOW_CONSUMER, "a stalled reader was told " + ending);
        }
        case REFUSED, UNREACHABLE -> findings.violation("a stalled reader ended by " + ending);
      }
    }
    for (int i = ended.size(); i < stalled.size(); i++) {
      findings.count("stalled readers that went on in time");
    }
    ended.forEach(Watcher::connect);
    awaitAll(stalled);
    stalled.forEach(watcher -> watcher.leave(false));
    await("stalled readers do not leave", () -> connected() == 0);
  }

  private void awaitAll(List<Watcher> some) {
    Map<String, Long> now = heads.quiet();
    for (Watcher watcher : some) {
      long head = now.getOrDefault(watcher.plan().room(), 0L);
      await("a watcher stands at " + watcher.last(), () -> watcher.last() >= head);
    }
  }

  private long connected() {
    return Sockets.established(pod.uri().getPort(), Herd.address(STALLED_PLACE));
  }

  private void await(String otherwise, BooleanSupplier holds) {
    for (int left = PATIENCE_MS / LOOK_EVERY_MS; !holds.getAsBoolean(); left--) {
      if (left == 0) {
        throw new IllegalStateException(otherwise);
      }
      Blocking.pause(LOOK_EVERY_MS);
    }
  }

  /** Nothing was lost to anybody, and nobody who read was closed. */
  void judgeOrder() {
    for (Herd each : List.of(herd, slow)) {
      Herd.Wrongs wrongs = each.wrongs();
      findings.check(
          wrongs.lost() + wrongs.repeated() + wrongs.late() == 0, "watchers had " + wrongs);
    }
    findings.check(
        reading.stream().allMatch(watcher -> watcher.endings().isEmpty()),
        "watchers that read were closed");
    findings.remark(
        "delivered", reading.stream().mapToLong(Watcher::came).sum() + " to those who read");
  }

  @Override
  public void close() {
    herd.close();
    slow.close();
    feed.close();
  }
}
