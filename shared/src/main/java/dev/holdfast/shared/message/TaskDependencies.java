package dev.holdfast.shared.message;

import java.util.List;

/**
 * The tasks that must be completed before one begins; each of the same principal, of any of its
 * sessions.
 *
 * @param on their ids, each once; empty for none
 * @param waitingFor those of them that have not ended, as it was last looked at; empty in a
 *     submission
 */
public record TaskDependencies(
    List<String> on, OnDependencyFailure onFailure, List<String> waitingFor) {
  /** It waits for its turn alone. */
  public static final TaskDependencies NONE =
      new TaskDependencies(List.of(), OnDependencyFailure.FAIL, List.of());

  public TaskDependencies {
    on = List.copyOf(on);
    waitingFor = List.copyOf(waitingFor);
  }

  /** As they are submitted. */
  public TaskDependencies(List<String> on, OnDependencyFailure onFailure) {
    this(on, onFailure, List.of());
  }
}
