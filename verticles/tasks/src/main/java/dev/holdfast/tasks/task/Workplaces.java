package dev.holdfast.tasks.task;

import dev.holdfast.shared.identity.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * Places of this pod that only some tasks need, beside the pod's own room: those at its workers. A
 * session whose next task finds none waits for a key beside its turn. Safe for every thread.
 */
public interface Workplaces {
  /** No task needs any. */
  Workplaces NONE =
      new Workplaces() {
        @Override
        public boolean areNeeded() {
          return false;
        }

        @Override
        public Optional<String> keep(String agent, Principal owner, long place) {
          return Optional.empty();
        }

        @Override
        public void free(long place, boolean settled) {}

        @Override
        public Map<String, Integer> wanted() {
          return Map.of();
        }
      };

  /** Whether any task may need one. */
  boolean areNeeded();

  /**
   * Keeps a place for a task that is about to begin, where it needs one. {@link #free} has to
   * follow, whatever becomes of it.
   *
   * @param place the number of the place: the token of the lease
   * @return what the session has to wait for; empty where the task may begin
   */
  Optional<String> keep(String agent, Principal owner, long place);

  /**
   * The lease is over.
   *
   * @param settled whether the attempt's end was written under it
   */
  void free(long place, boolean settled);

  /** For which keys there are free places now, and how many. */
  Map<String, Integer> wanted();
}
