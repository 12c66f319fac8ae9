package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bindings of a session, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record BindingPage(List<Binding> bindings, @Nullable Long next) {
  public BindingPage {
    bindings = List.copyOf(bindings);
  }

  /**
   * One way in. Times are RFC 3339 UTC, database clock.
   *
   * @param kind the transport kind's wire name
   * @param source why it led to this session
   * @param pod the name of the pod that bound it
   * @param endedAt null while it is live
   * @param endCause {@code session_ended} or {@code rebound}; null while it is live
   */
  public record Binding(
      String kind,
      String transportId,
      String sessionId,
      String source,
      String pod,
      String boundAt,
      @Nullable String endedAt,
      @Nullable String endCause) {}
}
