package dev.holdfast.loadtests.history;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a single registry knows of one binding key.
 *
 * @param bound the session it leads to, {@link #NONE}, or {@link #SOME} that nobody was told of yet
 * @param ended the sessions it led to before
 */
record KeyState(String bound, Set<String> ended) {
  static final String NONE = "";
  static final String SOME = "?";
  static final KeyState FIRST = new KeyState(NONE, Set.of());

  /**
   * The state after an operation, or nothing where the operation could not have been answered so.
   *
   * @param mayBeStale whether a get-or-create may still be answered with a session that has ended
   */
  Optional<KeyState> after(Seen seen, boolean mayBeStale) {
    return switch (seen) {
      case Seen.Resolved(String session, boolean created) -> resolved(session, created, mayBeStale);
      case Seen.ResolveUnknown u -> Optional.of(bound.equals(NONE) ? bind(SOME) : this);
      case Seen.Ended(String session) -> end(session);
      case Seen.EndUnknown(String session) -> end(session);
      case Seen.ReadLive(String session) -> only(bound.equals(session));
      case Seen.ReadEnded(String session) -> only(ended.contains(session));
      case Seen.Wrote(String session) -> only(bound.equals(session));
      case Seen.WriteRefused(String session) -> only(ended.contains(session));
      case Seen.Lost l -> Optional.empty();
    };
  }

  private Optional<KeyState> resolved(String session, boolean created, boolean mayBeStale) {
    if (ended.contains(session)) {
      return only(mayBeStale && !created);
    }
    if (created) {
      return bound.equals(NONE) ? Optional.of(bind(session)) : Optional.empty();
    }
    return bound.equals(SOME) ? Optional.of(bind(session)) : only(bound.equals(session));
  }

  private Optional<KeyState> end(String session) {
    if (bound.equals(session)) {
      Set<String> more = new HashSet<>(ended);
      more.add(session);
      return Optional.of(new KeyState(NONE, Set.copyOf(more)));
    }
    return only(ended.contains(session));
  }

  private KeyState bind(String session) {
    return new KeyState(session, ended);
  }

  private Optional<KeyState> only(boolean possible) {
    return possible ? Optional.of(this) : Optional.empty();
  }
}
