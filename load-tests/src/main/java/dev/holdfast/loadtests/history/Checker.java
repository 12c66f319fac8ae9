package dev.holdfast.loadtests.history;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether a history of one key is linearizable.
 *
 * <p>One thing is looser than strict, because the promise is: get-or-create may answer a session
 * that has ended, if it was called no later than the staleness bound after the end was known, that
 * is after the first answer that proves it. Reads of the session's record, writes, ends, and the
 * making of sessions have no such leave.
 */
public final class Checker {
  /** What came of a check. */
  public enum Verdict {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    UNDECIDED
  }

  /** Placed operations and the state they led to. */
  private record Visited(BitSet placed, KeyState state) {}

  private static final int VISITS_MAX = 500_000;

  private final List<Operation> operations;
  private final boolean[] mayBeStale;
  private final Set<Visited> visited = new HashSet<>();
  private final BitSet placed = new BitSet();

  private Checker(List<Operation> history, long staleNs) {
    operations = history.stream().sorted(Comparator.comparingLong(Operation::called)).toList();
    mayBeStale = new boolean[operations.size()];
    for (int i = 0; i < mayBeStale.length; i++) {
      mayBeStale[i] = mayBeStale(operations.get(i), staleNs);
    }
  }

  /**
   * The verdict about the operations of one key.
   *
   * @param staleNs nanoseconds for which get-or-create may answer an ended session
   */
  public static Verdict check(List<Operation> history, long staleNs) {
    Checker checker = new Checker(history, staleNs);
    boolean found = checker.placesTheRest(KeyState.FIRST);
    if (found) {
      return Verdict.LINEARIZABLE;
    }
    return checker.visited.size() >= VISITS_MAX ? Verdict.UNDECIDED : Verdict.NOT_LINEARIZABLE;
  }

  private boolean mayBeStale(Operation operation, long staleNs) {
    return operation.seen() instanceof Seen.Resolved(String session, boolean created)
        && !created
        && operation.called() <= knownEnd(session) + staleNs;
  }

  private long knownEnd(String session) {
    return operations.stream()
        .filter(operation -> operation.seen().provesEndOf(session))
        .mapToLong(Operation::answered)
        .min()
        .orElse(Long.MIN_VALUE / 2);
  }

  private boolean placesTheRest(KeyState state) {
    long deadline = Long.MAX_VALUE;
    for (int i = placed.nextClearBit(0); i < operations.size(); i = placed.nextClearBit(i + 1)) {
      deadline = Math.min(deadline, operations.get(i).latest());
    }
    if (deadline == Long.MAX_VALUE) {
      return true; // what is left has unknown outcomes: none of it need ever take effect
    }
    OptionalInt free = withoutEffect(state, deadline);
    return free.isPresent() ? leadsOn(free.getAsInt(), state) : someChangeLeadsOn(state, deadline);
  }

  /**
   * An operation that may be placed here and changes nothing, if there is one. Wherever else it
   * could be placed later, it can be placed here as well, so no other choice need be tried.
   */
  private OptionalInt withoutEffect(KeyState state, long deadline) {
    for (int i = placed.nextClearBit(0); mayComeNext(i, deadline); i = placed.nextClearBit(i + 1)) {
      Seen seen = operations.get(i).seen();
      Optional<KeyState> after = state.after(seen, mayBeStale[i]);
      if (!seen.unknown() && after.isPresent() && after.get().equals(state)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Tries every operation that changes something. One of unknown outcome that changes nothing need
   * never take effect; of several that are alike the one that was called first will do, because it
   * may be placed wherever another one may.
   */
  private boolean someChangeLeadsOn(KeyState state, long deadline) {
    Set<Seen> tried = new HashSet<>();
    for (int i = placed.nextClearBit(0); mayComeNext(i, deadline); i = placed.nextClearBit(i + 1)) {
      Seen seen = operations.get(i).seen();
      Optional<KeyState> after = state.after(seen, mayBeStale[i]);
      boolean changes = after.isPresent() && !after.get().equals(state);
      if (changes
          && (!seen.unknown() || tried.add(seen))
          && isNew(i, after.get())
          && leadsOn(i, after.get())) {
        return true;
      }
    }
    return false;
  }

  /** Something not yet placed was answered at the deadline: what was called later comes later. */
  private boolean mayComeNext(int index, long deadline) {
    return index < operations.size() && operations.get(index).called() <= deadline;
  }

  private boolean leadsOn(int index, KeyState after) {
    placed.set(index);
    if (placesTheRest(after)) {
      return true;
    }
    placed.clear(index);
    return false;
  }

  private boolean isNew(int index, KeyState after) {
    if (visited.size() >= VISITS_MAX) {
      return false;
    }
    BitSet next = (BitSet) placed.clone();
    next.set(index);
    return visited.add(new Visited(next, after));
  }
}
