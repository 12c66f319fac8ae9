package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's queue.
 *
 * @param held whether nothing begins until it is released
 * @param places head first, at most 1000
 * @param more whether there are more
 * @param waitsFor what it waits for beside its turn: room under a limit of {@code all}, {@code
 *     agent}, {@code tenant} or {@code principal}, or a {@code worker}; null for nothing
 */
public record QueueView(boolean held, List<Place> places, boolean more, @Nullable String waitsFor) {
  /** Most places that are shown or can be put into an order. */
  public static final int PLACES_MAX = 1_000;

  public QueueView {
    places = List.copyOf(places);
  }

  /** That waits for its turn alone. */
  public QueueView(boolean held, List<Place> places, boolean more) {
    this(held, places, more, null);
  }

  /**
   * One unfinished task.
   *
   * @param notBefore RFC 3339 UTC; null where it may begin as soon as its turn comes
   * @param waitingFor the ids of the tasks that must end before; empty for none
   */
  public record Place(
      String taskId,
      TaskStatus status,
      boolean held,
      @Nullable String notBefore,
      List<String> waitingFor) {
    public Place {
      waitingFor = List.copyOf(waitingFor);
    }

    /** That waits for no other task. */
    public Place(String taskId, TaskStatus status, boolean held, @Nullable String notBefore) {
      this(taskId, status, held, notBefore, List.of());
    }
  }
}
