package dev.holdfast.shared.trace;

import java.util.Optional;
import java.util.function.Supplier;

/** One piece of work; ended once. For one thread after the other. */
public interface Span {
  /** Under which others are parts of it; empty where there is no trace. */
  Optional<TraceParent> context();

  /** Says something of it; the last of one key counts. */
  Span note(String key, String value);

  /** The same of what is only made where it is recorded. */
  Span note(String key, Supplier<String> value);

  /** Another name, where only its outcome tells what it was. */
  Span named(String name);

  /** It went as it should. */
  void end();

  /**
   * It did not.
   *
   * @param why a code, never a text of a client
   */
  void fail(String why);
}
