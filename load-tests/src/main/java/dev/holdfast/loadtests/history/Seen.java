package dev.holdfast.loadtests.history;

/** What a caller asked of a key, and what it was told. */
public sealed interface Seen {
  /** Get-or-create answered this session; {@code created} as the answer said. */
  record Resolved(String session, boolean created) implements Seen {}

  /** Get-or-create was not answered, or with an error: it may have made a session, or may yet. */
  record ResolveUnknown() implements Seen {}

  /** The end of this session was acknowledged, be it the first end or a repetition. */
  record Ended(String session) implements Seen {}

  /** The end was not acknowledged: it may have taken effect, or may yet. */
  record EndUnknown(String session) implements Seen {}

  /** Resume: the session's record was read from the store, and it lives. */
  record ReadLive(String session) implements Seen {}

  /** Resume: the session's record was read from the store, and it had ended. */
  record ReadEnded(String session) implements Seen {}

  /** A write into the session was accepted. */
  record Wrote(String session) implements Seen {}

  /** A write into the session was refused because it had ended. */
  record WriteRefused(String session) implements Seen {}

  /** A session that was told before is not known any more. */
  record Lost(String session) implements Seen {}

  /** Whether nobody knows whether it took effect. */
  default boolean unknown() {
    return switch (this) {
      case ResolveUnknown u -> true;
      case EndUnknown u -> true;
      case Resolved r -> false;
      case Ended e -> false;
      case ReadLive r -> false;
      case ReadEnded r -> false;
      case Wrote w -> false;
      case WriteRefused w -> false;
      case Lost l -> false;
    };
  }

  /** Whether it proves that its session had ended when it was answered. */
  default boolean provesEndOf(String session) {
    return switch (this) {
      case Ended(String ended) -> ended.equals(session);
      case ReadEnded(String ended) -> ended.equals(session);
      case WriteRefused(String ended) -> ended.equals(session);
      case ResolveUnknown u -> false;
      case EndUnknown u -> false;
      case Resolved r -> false;
      case ReadLive r -> false;
      case Wrote w -> false;
      case Lost l -> false;
    };
  }
}
