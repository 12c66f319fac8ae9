package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;

/** What one line of a {@code jsonl} program means. */
sealed interface CommandLine {
  /** {@code {"type":"progress","current_iteration":1,...}}. */
  record Counted(Progress progress) implements CommandLine {}

  /** {@code {"type":"output","text":"..."}}, or any line that is none of the others. */
  record Said(String text) implements CommandLine {}

  /**
   * {@code {"type":"result","result":{...}}}; the last one counts.
   *
   * @param result one JSON object as text
   */
  record Finished(String result) implements CommandLine {}
}
