package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;

/** What one line of a program that writes JSON lines means; a line can mean several of these. */
sealed interface CommandLine {
  /** The counters as they are now. */
  record Counted(Progress progress) implements CommandLine {}

  /** What the attempt has used so far. */
  record Used(Usage usage) implements CommandLine {}

  /** Something said, and anything that is none of the others. */
  record Said(String stream, String text) implements CommandLine {}

  /**
   * The result; the last one counts.
   *
   * @param result one JSON object as text
   */
  record Finished(String result) implements CommandLine {}

  /** The program says that its work failed, whatever its exit code will be. */
  record Broke(TerminationReason reason, String error) implements CommandLine {}

  /** Something went wrong which the program may yet get over. */
  record Stumbled(String error) implements CommandLine {}
}
