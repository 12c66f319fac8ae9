package dev.holdfast.tasks.agent;

import dev.holdfast.shared.message.Progress;

/**
 * Where an agent's news goes: into the session's log, in the order of the calls. Safe for several
 * threads.
 */
public interface AgentSink {
  /** The counters as they are now; they replace the former ones. */
  void progress(Progress progress) throws InterruptedException;

  /**
   * Something the agent said.
   *
   * @param stream {@code stdout}, {@code stderr} or {@code text}
   */
  void output(String stream, String text) throws InterruptedException;
}
