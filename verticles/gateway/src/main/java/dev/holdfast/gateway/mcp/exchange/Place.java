package dev.holdfast.gateway.mcp.exchange;

/** The place that a stream takes among the pod's connections. */
public interface Place {
  /**
   * Takes it, before anything is done that only a stream can tell of. It is given back where the
   * answer is no stream.
   *
   * @throws dev.holdfast.shared.error.Fault {@code overloaded} where there is none
   */
  void take();
}
