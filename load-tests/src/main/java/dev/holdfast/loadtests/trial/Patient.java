package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;

/** A caller that tries again while it is told to, or told nothing. */
final class Patient {
  private static final int TRIES_MAX = 100;
  private static final int PAUSE_MS = 100;

  private Patient() {}

  /** The first answer that is none of 429 and 503; the last one where there is no such. */
  static Caller.Answer call(Stage stage, Pod pod, Caller.Ask ask) {
    Caller.Answer answer = stage.caller().call(pod, ask);
    for (int left = TRIES_MAX; left > 0 && passing(answer); left--) {
      Blocking.pause(PAUSE_MS);
      answer = stage.caller().call(pod, ask);
    }
    return answer;
  }

  /** Whether trying again is advised. */
  static boolean passing(Caller.Answer answer) {
    return answer.none() || answer.status() == 503 || answer.status() == 429;
  }

  /** The session of a transport; "" where none is told. */
  static String session(Stage stage, Pod pod, String token, String transport) {
    return call(stage, pod, Caller.Ask.session(token, transport)).text("session_id");
  }
}
