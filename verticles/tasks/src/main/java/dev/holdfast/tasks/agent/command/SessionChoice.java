package dev.holdfast.tasks.agent.command;

import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.ExternalSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Which session of its own a program is told to use, and with which command; decides what comes
 * after a run that failed.
 *
 * @param resuming whether the command is the one that goes on with a session
 * @param fresh whether the id was never used before
 * @param busySince when it was first found busy, as {@link System#nanoTime()}; 0 for not yet
 */
record SessionChoice(
    AgentSpec.Command spec,
    List<String> command,
    String id,
    boolean resuming,
    boolean fresh,
    long busySince) {
  /** What to do after a run that failed. */
  sealed interface Next {
    /** The failure stands. */
    record None() implements Next {}

    /** Run it again after a pause. */
    record Again(SessionChoice choice, int pauseMs) implements Next {}

    /** It stayed busy for too long. */
    record GivenUp(String error) implements Next {}
  }

  /**
   * The first choice: where sessions are resumed the id follows from the session, so that every pod
   * finds the same one; else it is new with each attempt.
   */
  static SessionChoice first(AgentSpec.Command spec, AgentJob job) {
    return spec.session().resumes()
        ? new SessionChoice(
            spec, spec.session().resumeCommand(), lasting(spec, job), true, false, 0)
        : fresh(spec);
  }

  Next after(int exitCode, String complaints, long now) {
    ExternalSession session = spec.session();
    if (resuming && session.saysMissing(complaints)) {
      return new Next.Again(
          new SessionChoice(spec, spec.program().command(), id, false, false, busySince), 0);
    }
    if (!session.saysBusy(exitCode, complaints)) {
      return new Next.None();
    }
    long since = busySince == 0 ? now : busySince;
    long leftMs = session.busyWaitMsMax() - TimeUnit.NANOSECONDS.toMillis(now - since);
    if (leftMs > 0) {
      return new Next.Again(
          new SessionChoice(spec, command, id, resuming, fresh, since),
          (int) Math.min(session.busyPauseMs(), leftMs));
    }
    return session.freshWhenBusy() && !fresh
        ? new Next.Again(fresh(spec), 0)
        : new Next.GivenUp(
            "the program's session "
                + id
                + " was busy for longer than busy_wait_ms_max of "
                + session.busyWaitMsMax()
                + " ms");
  }

  private static SessionChoice fresh(AgentSpec.Command spec) {
    return new SessionChoice(
        spec, spec.program().command(), UUID.randomUUID().toString(), false, true, 0);
  }

  private static String lasting(AgentSpec.Command spec, AgentJob job) {
    String key = "holdfast\0" + job.sessionKey() + "\0" + spec.program().command().getFirst();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
