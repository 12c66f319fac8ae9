package dev.holdfast.tasks.agent;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent's news goes: into the session's log, in the order of the calls. Safe for several
 * threads.
 */
public interface AgentSink {
  /** The counters as they are now; they replace the former ones. */
  void progress(Progress progress) throws InterruptedException;

  /**
   * What the attempt has used so far; it replaces what was told before, and never falls. Booked in
   * the transaction of the event that tells of it.
   */
  void usage(Usage usage) throws InterruptedException;

  /** How full the model's context is now; booked with the next news of another kind. */
  void context(ContextUse use) throws InterruptedException;

  /**
   * Something the agent said.
   *
   * @param stream {@code stdout} or {@code stderr} of a program; {@code text}, {@code thought},
   *     {@code tool} (one JSON object), {@code plan} (one JSON array) or {@code log} of an agent
   */
  void output(String stream, String text) throws InterruptedException;

  /**
   * Asks the task's owner and waits for the answer; the task is {@code waiting_input} meanwhile.
   * One question at a time: a second thread waits for its turn.
   *
   * @return empty where the attempt is to stop, for whatever reason
   */
  Optional<Answer> ask(Question question) throws InterruptedException;

  /**
   * The texts that the task's owner sent and this attempt has not read, oldest first. An agent that
   * looks does so when it could go on with them; what comes after its last look is not read. One
   * thread looks.
   */
  default List<String> messages() throws InterruptedException {
    return List.of();
  }

  /**
   * A text of the task's owner could not be given to the agent's program. It stays with the task,
   * and another attempt reads it again.
   *
   * @param why one line for the task's owner
   */
  default void undelivered(String text, String why) throws InterruptedException {}
}
