package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocketClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The watchers of the sessions of one principal, by each transport. */
final class Audience implements AutoCloseable {
  private static final int LOOK_EVERY_MS = 50;
  private static final int LOOKS_MAX = 2_400;

  private final Stage stage;
  private final TaskWork work;
  private final Findings findings;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final Map<String, Contents> contents = new LinkedHashMap<>();
  private final Map<String, List<Follower>> followers = new LinkedHashMap<>();

  Audience(Stage stage, TaskWork work, Findings findings) {
    this(stage, work, findings, 0);
  }

  /**
   * @param silenceSeconds after so long without a byte a watcher leaves; 0 for never
   */
  Audience(Stage stage, TaskWork work, Findings findings, int silenceSeconds) {
    this.stage = stage;
    this.work = work;
    this.findings = findings;
    this.http = StreamRoad.client(stage.vertx(), silenceSeconds);
    this.sockets = SocketRoad.client(stage.vertx(), silenceSeconds);
  }

  void byStream(String session, Course course) {
    add(session, new StreamRoad(http, work.token(), session), course);
  }

  void bySocket(String session, Course course) {
    add(session, new SocketRoad(sockets, work.token(), session), course);
  }

  void byPoll(String session, Course course) {
    add(session, new PollRoad(http, work.token(), session), course);
  }

  private void add(String session, Road road, Course course) {
    Contents told = contents.computeIfAbsent(session, Contents::new);
    followers
        .computeIfAbsent(session, none -> new ArrayList<>())
        .add(new Follower(stage.vertx(), road, course, told, findings));
  }

  /** All of them begin; of sessions that exist. */
  void begin() {
    stage
        .vertx()
        .getOrCreateContext()
        .runOnContext(start -> followers.values().forEach(all -> all.forEach(Follower::connect)));
  }

  /** How often all of them together have connected, or tried to. */
  long connections() {
    return followers.values().stream().flatMap(List::stream).mapToLong(Follower::connections).sum();
  }

  /** How many they are, and what came to them. */
  String told() {
    long size = followers.values().stream().mapToLong(List::size).sum();
    long came = followers.values().stream().flatMap(List::stream).mapToLong(Follower::came).sum();
    return size + " watchers, " + came + " events came";
  }

  /**
   * Waits until every watcher has the last event of its session; a violation for each that does not
   * get there.
   */
  void awaitEnd() {
    followers.forEach((session, all) -> {
      long end = end(session);
      for (Follower follower : all) {
        for (int left = LOOKS_MAX; left > 0 && follower.last() < end; left--) {
          Blocking.pause(LOOK_EVERY_MS);
        }
        findings.check(
            follower.last() == end,
            Breach.LOST,
            "a watcher of " + session + " stands at " + follower.last() + " of " + end);
      }
    });
  }

  /** The longest time from an event to its arrival since this was asked before, in ms. */
  double slowestMs() {
    return followers.values().stream()
        .flatMap(List::stream)
        .mapToDouble(Follower::slowestMs)
        .max()
        .orElse(0);
  }

  private long end(String session) {
    return stage
        .postgres()
        .number(
            "SELECT l.last_seq FROM session_log l JOIN session s ON s.session_no = l.session_no"
                + " WHERE s.principal = ? AND s.session_id = ?",
            work.principal(),
            session);
  }

  @Override
  public void close() {
    followers.values().forEach(all -> all.forEach(Follower::stop));
    Blocking.result(http.close().compose(closed -> sockets.close()).map(true));
  }
}
