package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.history.Operation;
import dev.holdfast.loadtests.history.Seen;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What was done to one binding key, by everybody. */
final class KeyHistory {
  private static final int END_TRIES_MAX = 100;
  private static final int RETRY_MS = 50;

  private final Caller caller;
  private final String token;
  private final String transport;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> sessions = new LinkedHashSet<>();
  private String newest = "";

  KeyHistory(Stage stage, String token, String transport) {
    this.caller = stage.caller();
    this.token = token;
    this.transport = transport;
  }

  synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The history in words, in the order of the calls. */
  synchronized String told() {
    StringBuilder text = new StringBuilder(transport);
    operations.stream()
        .sorted(Comparator.comparingLong(Operation::called))
        .forEach(o ->
            text.append("\n  ")
                .append(o.called() / 1_000_000)
                .append('-')
                .append(o.answered() / 1_000_000)
                .append(' ')
                .append(o.seen()));
    return text.toString();
  }

  void resolve(Pod pod) {
    does(
        pod,
        Caller.Ask.session(token, transport),
        answer ->
            Optional.of(
                answer.ok()
                    ? new Seen.Resolved(
                        answer.text("session_id"), answer.json().getBoolean("created", false))
                    : answer.status() == 410 || answer.status() == 404
                        ? new Seen.Lost(answer.body())
                        : new Seen.ResolveUnknown()));
  }

  /** Ends the session told last; repeated until it is known to have ended. */
  void end(Pod pod) {
    String session = newest();
    if (session.isEmpty()) {
      return;
    }
    Caller.Ask ask = Caller.Ask.post(token, "/api/sessions/" + session + "/end", "{}");
    for (int left = END_TRIES_MAX; left > 0; left--) {
      Optional<Seen> seen =
          does(
              pod,
              ask,
              answer ->
                  Optional.of(
                      answer.ok()
                          ? new Seen.Ended(session)
                          : answer.status() == 404
                              ? new Seen.Lost(session)
                              : new Seen.EndUnknown(session)));
      if (seen.filter(Seen::unknown).isEmpty()) {
        return;
      }
      Blocking.pause(RETRY_MS);
    }
  }

  void read(Pod pod) {
    String session = newest();
    if (!session.isEmpty()) {
      read(pod, session);
    }
  }

  /** Binds the session to a project: a write whose transaction looks whether the session lives. */
  void write(Pod pod) {
    String session = newest();
    if (!session.isEmpty()) {
      does(
          pod,
          Caller.Ask.put(token, "/api/sessions/" + session + "/project", "{\"project\":\"p\"}"),
          answer -> meaning(answer, session, new Seen.Wrote(session)));
    }
  }

  /** Asks once more for everything that was ever told. */
  void settle(Pod pod) {
    resolve(pod);
    told(session -> read(pod, session));
  }

  private void told(Consumer<String> act) {
    List<String> all;
    synchronized (this) {
      all = List.copyOf(sessions);
    }
    all.forEach(act);
  }

  private void read(Pod pod, String session) {
    does(
        pod,
        Caller.Ask.get(token, "/api/sessions/" + session),
        answer ->
            meaning(
                answer,
                session,
                answer.ok() && answer.json().getValue("ended_at") != null
                    ? new Seen.ReadEnded(session)
                    : new Seen.ReadLive(session)));
  }

  private static Optional<Seen> meaning(Caller.Answer answer, String session, Seen ok) {
    return switch (answer.status()) {
      case 200 -> Optional.of(ok);
      case 410 -> Optional.of(new Seen.WriteRefused(session));
      case 404 -> Optional.of(new Seen.Lost(session));
      default -> Optional.empty();
    };
  }

  /**
   * @param meaning nothing for an answer that changed nothing and told nothing: it is no part of
   *     the history
   */
  private Optional<Seen> does(
      Pod pod, Caller.Ask ask, Function<Caller.Answer, Optional<Seen>> meaning) {
    long called = System.nanoTime();
    Caller.Answer answer = caller.call(pod, ask);
    long answered = System.nanoTime();
    Optional<Seen> seen = meaning.apply(answer);
    seen.ifPresent(what -> note(new Operation(what, called, answered)));
    return seen;
  }

  private synchronized void note(Operation operation) {
    operations.add(operation);
    if (operation.seen() instanceof Seen.Resolved(String session, boolean created)) {
      if (created || newest.isEmpty() || sessions.add(session)) {
        newest = session;
      }
      sessions.add(session);
    }
  }

  private synchronized String newest() {
    return newest;
  }
}
