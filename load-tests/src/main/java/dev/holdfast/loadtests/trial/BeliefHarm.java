package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** What is done to pods that answer from memory, and to their stores. */
enum BeliefHarm {
  /** {@code SIGSTOP} for longer than it believes; what was asked meanwhile waits in its sockets. */
  FREEZE,
  /** The same for about as long as others wait for it. */
  BLINK,
  KILL,
  POSTGRES_STALLED,
  POSTGRES_CUT,
  REDIS_FLUSHED;

  private static final int ASK_EVERY_MS = 50;
  private static final int BLINK_MS_MAX = 1_500;

  /** Longer than anything is held, and shorter than a pod waits for a silent store. */
  private static final int LONG_MS = 8_000;

  /**
   * Does it and puts it right again.
   *
   * @param ask sends a question that is judged when its answer comes
   * @param recalled looks at a process before it is killed
   */
  void to(
      Stage stage,
      Pod pod,
      Random random,
      Function<Pod, Future<Caller.Answer>> ask,
      Recalled recalled) {
    switch (this) {
      case FREEZE -> freeze(pod, BLINK_MS_MAX + random.nextInt(LONG_MS - BLINK_MS_MAX), ask);
      case BLINK -> freeze(pod, random.nextInt(BLINK_MS_MAX), ask);
      case KILL -> {
        recalled.look(pod);
        pod.kill();
        Blocking.pause(random.nextInt(BLINK_MS_MAX));
        pod.start();
      }
      case POSTGRES_STALLED -> hold(pod.postgres(), Gate.Mode.STALLED, random.nextInt(LONG_MS));
      case POSTGRES_CUT -> hold(pod.postgres(), Gate.Mode.CUT, random.nextInt(LONG_MS));
      case REDIS_FLUSHED -> stage.redis().flush();
    }
  }

  /** What findings call it. */
  String counted() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void freeze(Pod pod, int ms, Function<Pod, Future<Caller.Answer>> ask) {
    List<Future<Caller.Answer>> waiting = new ArrayList<>();
    pod.freeze();
    for (int left = ms; left > 0; left -= ASK_EVERY_MS) {
      waiting.add(ask.apply(pod));
      Blocking.pause(Math.min(left, ASK_EVERY_MS));
    }
    pod.thaw();
    Blocking.result(Future.join(waiting).map(true));
  }

  private static void hold(Gate gate, Gate.Mode mode, int ms) {
    gate.set(mode);
    Blocking.pause(ms);
    gate.set(Gate.Mode.OPEN);
  }
}
