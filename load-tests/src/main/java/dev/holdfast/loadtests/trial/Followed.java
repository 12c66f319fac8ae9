package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Client;
import dev.holdfast.deploy.fleet.SseWatcher;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.stream.Stream;

/** Open event streams, one on each pod, of a session in which tasks run. */
final class Followed implements AutoCloseable {
  private static final int LOOKS_MAX = 300;
  private static final int LOOK_EVERY_MS = 100;

  private final Stage stage;
  private final String token;
  private final String session;
  private final List<SseWatcher> streams;

  private Followed(Stage stage, String token, String session) {
    this.stage = stage;
    this.token = token;
    this.session = session;
    Client client = new Client(token);
    this.streams = stage.pods().stream().map(pod -> stream(client, pod)).toList();
  }

  private SseWatcher stream(Client client, Pod pod) {
    for (int left = LOOKS_MAX; ; left--) {
      try {
        return SseWatcher.open(client, pod.process(), "/api/sessions/" + session + "/events");
      } catch (IllegalStateException e) { // refused: not all of it is back from the last trial
        if (left == 0) {
          throw e;
        }
        Blocking.pause(LOOK_EVERY_MS);
      }
    }
  }

  static Followed open(Stage stage, String token, String name) {
    Pod pod = stage.pods().getFirst();
    return new Followed(stage, token, Patient.session(stage, pod, token, name));
  }

  /** A task of so many steps. */
  void submit(int iterations, int intervalMs) {
    String body = Client.demo(iterations, intervalMs).put("session_id", session).encode();
    Patient.call(stage, stage.pods().getFirst(), Caller.Ask.post(token, "/api/tasks", body));
  }

  /** Every stream is still open, and brings what is new without a gap. */
  void check(Findings findings) {
    submit(1, 1);
    long last = lastSeq();
    for (SseWatcher stream : streams) {
      for (int left = LOOKS_MAX; left > 0 && newest(stream) < last; left--) {
        Blocking.pause(LOOK_EVERY_MS);
      }
      List<Long> seqs = stream.seqs();
      findings.check(
          Stream.of("(cut)", "goaway", "error").noneMatch(stream.names()::contains),
          "a stream was ended: " + stream.names());
      findings.check(newest(stream) >= last, "a stream stands still at " + newest(stream));
      findings.check(seqs.equals(SseWatcher.range(1, seqs.size())), "a stream has a gap: " + seqs);
      findings.count("streams that stayed");
    }
  }

  private long lastSeq() {
    String sql =
        "SELECT l.last_seq FROM session_log l JOIN session s ON s.session_no = l.session_no"
            + " WHERE s.session_id = ?";
    return stage.postgres().number(sql, session);
  }

  private static long newest(SseWatcher stream) {
    List<Long> seqs = stream.seqs();
    return seqs.isEmpty() ? 0 : seqs.getLast();
  }

  @Override
  public void close() {
    streams.forEach(SseWatcher::close);
  }
}
