package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the frames about a principal's sessions. */
final class SessionFrames {
  private static final int TEXT_MAX = 1_000;

  private SessionFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put("list_sessions", new Kind(SessionSearch.PARAMETERS, SessionFrames::list));
    kinds.put(
        "get_session",
        new Kind(
            List.of("session_id", "include"),
            each ->
                new ClientFrame.GetSession(
                    TaskRequest.sessionId(each),
                    Sessions.isSnapshot(
                        each.textOrNull("include", 0, TEXT_MAX), ErrorCode.INVALID_FIELD))));
    kinds.put(
        "list_audit", new Kind(List.of("session_id", "limit", "before"), SessionFrames::audit));
    kinds.put(
        "list_bindings",
        new Kind(List.of("session_id", "limit", "before"), SessionFrames::bindings));
    kinds.put("rebind", new Kind(Bindings.REBIND_FIELDS, ClientFrame.Rebind::new));
  }

  private static ClientFrame list(Fields fields) {
    return new ClientFrame.ListSessions(
        new SessionSearch(
            fields.textOrNull("status", 0, TEXT_MAX),
            fields.textOrNull("q", 0, TEXT_MAX),
            fields.textOrNull("project", 0, TEXT_MAX),
            before(fields),
            limit(fields)));
  }

  private static ClientFrame audit(Fields fields) {
    return new ClientFrame.ListAudit(
        TaskRequest.sessionId(fields), before(fields), SessionSearch.size(limit(fields)));
  }

  private static ClientFrame bindings(Fields fields) {
    return new ClientFrame.ListBindings(
        TaskRequest.sessionId(fields), before(fields), SessionSearch.size(limit(fields)));
  }

  private static @Nullable Long before(Fields fields) {
    return fields.numberOrNull("before", 1, Long.MAX_VALUE);
  }

  private static @Nullable Long limit(Fields fields) {
    return fields.numberOrNull("limit", 1, SessionSearch.PAGE_MAX);
  }
}
