package dev.holdfast.tasks.agent;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The session that a program keeps of its own, named to it in {@code {external_session_id}}.
 *
 * @param resumeCommand used first where the session of former tasks is to be gone on with; empty
 *     where each attempt gets a fresh id
 * @param missing what the program says when there is no such session yet; then its ordinary command
 *     makes one
 * @param busyExitCode its exit code when the session is in use; 0 for none
 * @param busy what it says when the session is in use; null for nothing
 * @param busyWaitMsMax milliseconds to wait for a busy session
 * @param busyPauseMs milliseconds between looks at a busy session
 * @param freshWhenBusy whether to take a fresh id after that, or to fail
 */
public record ExternalSession(
    List<String> resumeCommand,
    @Nullable Pattern missing,
    int busyExitCode,
    @Nullable Pattern busy,
    int busyWaitMsMax,
    int busyPauseMs,
    boolean freshWhenBusy) {
  /** A fresh id for each attempt, and nothing that could be busy. */
  public static final ExternalSession FRESH =
      new ExternalSession(List.of(), null, 0, null, 30_000, 1_000, false);

  public ExternalSession {
    resumeCommand = List.copyOf(resumeCommand);
  }

  /** Whether the session of former tasks is to be gone on with. */
  public boolean resumes() {
    return !resumeCommand.isEmpty();
  }

  /** Whether a program that failed did so because its session is in use. */
  public boolean saysBusy(int exitCode, String words) {
    return (busyExitCode != 0 && exitCode == busyExitCode) || found(busy, words);
  }

  /** Whether a program that failed did so because it knows no such session. */
  public boolean saysMissing(String words) {
    return found(missing, words);
  }

  private static boolean found(@Nullable Pattern pattern, String words) {
    return Optional.ofNullable(pattern).map(p -> p.matcher(words).find()).orElse(false);
  }
}
