package dev.holdfast.registry.belief;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.shared.bus.AnswerCache;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.ProjectBinding;
import java.util.function.LongPredicate;

/** What this process answers from memory while it may. Any thread may ask. */
public final class Memory {
  private static final long NEVER = Long.MIN_VALUE;

  private final Ticker nanos;
  private final AnswerCache<FindMcpSession, McpSession> mcpSessions;
  private final AnswerCache<GetProject, ProjectBinding> projects;
  private volatile long until = NEVER;

  /**
   * @param entriesMax of each kind at most so many
   * @param ttlMs milliseconds until an entry is read again
   * @param holdMs milliseconds for which nothing is kept of what is about to change
   * @param hasEnded whether the session of a number is known to be over; any thread asks
   * @param nanos {@link Ticker#systemTicker()} but for tests
   */
  public Memory(int entriesMax, int ttlMs, long holdMs, LongPredicate hasEnded, Ticker nanos) {
    this.nanos = nanos;
    this.mcpSessions =
        new AnswerCache<>(
            entriesMax,
            ttlMs,
            holdMs,
            found -> isBelieved() && !hasEnded.test(found.session().number()),
            nanos);
    this.projects = new AnswerCache<>(entriesMax, ttlMs, holdMs, found -> isBelieved(), nanos);
  }

  public AnswerCache<FindMcpSession, McpSession> mcpSessions() {
    return mcpSessions;
  }

  public AnswerCache<GetProject, ProjectBinding> projects() {
    return projects;
  }

  /** Something is about to change. */
  void hold(Hint.ToRegistry change) {
    switch (change) {
      case Hint.HoldMcpSession(FindMcpSession question) -> mcpSessions.hold(question);
      case Hint.HoldProject(GetProject question) -> projects.hold(question);
    }
  }

  /** What is held may be answered, and what is read held, until then by the clock. */
  void believeUntil(long nanosThen) {
    until = nanosThen;
  }

  /** Forgets everything, and holds nothing until it may again. */
  void forget() {
    until = NEVER;
    mcpSessions.clear();
    projects.clear();
  }

  private boolean isBelieved() {
    long then = until;
    return then != NEVER && nanos.read() - then < 0;
  }
}
