package dev.holdfast.tasks.agent.command;

import dev.holdfast.tasks.agent.process.LastWords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a program told of its own result while it ran. */
final class CommandResult {
  private static final int ERROR_LENGTH_MAX = 500;

  private final LastWords words = new LastWords();
  private @Nullable String result;
  private CommandLine.@Nullable Broke failure;

  /** The last line of its standard error, or the last error it told of. */
  LastWords words() {
    return words;
  }

  /**
   * Takes the result; it undoes a failure told before.
   *
   * @param json one JSON object as text
   */
  synchronized void finished(String json) {
    result = json;
    failure = null;
  }

  synchronized void broke(CommandLine.Broke broke) {
    String error = broke.error();
    failure =
        error.length() <= ERROR_LENGTH_MAX
            ? broke
            : new CommandLine.Broke(broke.reason(), error.substring(0, ERROR_LENGTH_MAX));
  }

  synchronized Optional<String> result() {
    return Optional.ofNullable(result);
  }

  synchronized Optional<CommandLine.Broke> failure() {
    return Optional.ofNullable(failure);
  }

  /** Everything it said of a failure, to look for a pattern in. */
  String complaints() {
    return failure().map(CommandLine.Broke::error).orElse("") + words.asEnding();
  }
}
