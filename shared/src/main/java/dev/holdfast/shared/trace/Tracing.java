package dev.holdfast.shared.trace;

import java.util.Optional;

/** Begins spans. For any number of threads; never waits and never fails. */
public interface Tracing {
  /** Records nothing, and hands on what others began. */
  Tracing OFF = (name, side, parent) -> PassedOn.of(parent);

  /** On which side of a hand-over a span is. */
  enum Side {
    /** Answers a client. */
    SERVER,
    /** Is done where it is asked for. */
    INSIDE,
    /** Takes up what was stored before, perhaps by another pod. */
    CONSUMER
  }

  /**
   * Begins one.
   *
   * @param parent of what it is a part; empty for the first of a trace
   */
  Span begin(String name, Side side, Optional<TraceParent> parent);
}
