package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the request for a session's end. */
public final class SessionEnd {
  /** The fields of the request. */
  public static final List<String> FIELDS = List.of("reason", "status");

  /** What a client may say; that a session expired is said by the service. */
  private static final List<EndStatus> SAID =
      List.of(EndStatus.COMPLETED, EndStatus.REFRESHED, EndStatus.ABANDONED);

  private static final int STATUS_MAX = 64;

  private SessionEnd() {}

  /** The request; {@code completed} where no status is given. */
  public static EndSession read(Principal principal, String sessionId, Fields fields) {
    return new EndSession(
        principal,
        SessionId.require(sessionId),
        status(fields.textOrNull("status", 1, STATUS_MAX)),
        fields.textOrNull("reason", 1, EndSession.REASON_MAX));
  }

  private static EndStatus status(@Nullable String wire) {
    if (wire == null) {
      return EndStatus.COMPLETED;
    }
    Optional<EndStatus> status = SAID.stream().filter(s -> s.wire().equals(wire)).findFirst();
    return status.orElseThrow(() ->
        new Fault(
            ErrorCode.INVALID_FIELD,
            "status must be one of "
                + String.join(", ", SAID.stream().map(EndStatus::wire).toList())));
  }
}
