package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.EventTypes;
import dev.holdfast.gateway.session.SessionEnd;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Sharing;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.VisibleAscii;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the fields of an object to the frame it is. */
final class FrameReader {
  /** The member that marks a request, and its length where it is a text. */
  static final String REQUEST_ID = "request_id";

  static final int REQUEST_ID_MAX = 128;

  static final String IDEMPOTENCY_KEY = "idempotency_key";

  private static final String NOW = "now";
  private static final int OP_MAX = 64;
  static final int TOKEN_MAX = 8_192;
  private static final int TICKET_MAX = 200;
  private static final int KEY_MAX = 200;
  private static final int TASK_ID_MAX = 200;
  private static final int CLIENT_MAX = 200;

  /** More than any version so far has, so that a later one counts as absent and not as wrong. */
  private static final int TRACE_MAX = 200;

  /** A kind of frame: the members it may have, and how they are read. */
  record Kind(List<String> members, Function<Fields, ClientFrame> read) {}

  private static final Map<String, Kind> KINDS = kinds();

  private FrameReader() {}

  /**
   * The frame.
   *
   * @throws Fault {@link ErrorCode#UNKNOWN_OP}, or what {@link Fields} refuses
   */
  static ClientFrame read(Fields fields) {
    String op = fields.text("op", 1, OP_MAX);
    Kind kind = KINDS.get(op);
    if (kind == null) {
      throw new Fault(
          ErrorCode.UNKNOWN_OP,
          "unknown op " + JsonOut.quoted(op) + "; known: " + String.join(", ", KINDS.keySet()));
    }
    List<String> allowed =
        Stream.concat(Stream.of("op", REQUEST_ID), kind.members().stream()).toList();
    return kind.read().apply(fields.allow(allowed));
  }

  /** The members each op may have, beside {@code op} and {@code request_id}. */
  static Map<String, List<String>> members() {
    Map<String, List<String>> members = new LinkedHashMap<>();
    KINDS.forEach((op, kind) -> members.put(op, kind.members()));
    return members;
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put(
        "hello",
        new Kind(
            List.of(
                "session_id",
                "token",
                "ticket",
                "protocol_version",
                "transport_id",
                "stable_key",
                "client",
                ControlFrames.ROLE,
                ControlFrames.TOKEN),
            FrameReader::hello));
    kinds.put(
        "submit_task",
        new Kind(
            Stream.concat(TaskRequest.FIELDS.stream(), Stream.of(IDEMPOTENCY_KEY, TraceParent.NAME))
                .toList(),
            FrameReader::submitTask));
    kinds.put(
        "get_task", new Kind(List.of("task_id"), each -> new ClientFrame.GetTask(taskId(each))));
    kinds.put(
        "list_tasks",
        new Kind(
            List.of("session_id", "status", "before", "limit", "active", "dead_letter"),
            FrameReader::listTasks));
    kinds.put("cancel", new Kind(List.of("task_id"), each -> new ClientFrame.Cancel(taskId(each))));
    kinds.put(
        "subscribe",
        new Kind(
            List.of("after", "task_id", "session_id", EventTypes.FIELD), FrameReader::subscribe));
    kinds.put(
        "unsubscribe",
        new Kind(
            List.of("subscription"),
            each ->
                new ClientFrame.Unsubscribe(each.numberOrNull("subscription", 1, Long.MAX_VALUE))));
    kinds.put(
        "ack",
        new Kind(
            List.of("seq"), each -> new ClientFrame.Ack(each.number("seq", 0, Long.MAX_VALUE))));
    kinds.put("ping", new Kind(List.of(), each -> new ClientFrame.Ping()));
    kinds.put("health", new Kind(List.of(), each -> new ClientFrame.Health()));
    kinds.put("set_project", new Kind(Sessions.PROJECT_FIELDS, ClientFrame.SetProject::new));
    kinds.put("get_project", new Kind(List.of(), each -> new ClientFrame.GetProject()));
    kinds.put("end_session", new Kind(SessionEnd.FIELDS, ClientFrame.EndSession::new));
    kinds.put("fork_session", new Kind(Sharing.FORK_FIELDS, ClientFrame.ForkSession::new));
    kinds.put(
        "rotate_token",
        new Kind(
            List.of("token"),
            each -> new ClientFrame.RotateToken(each.text("token", 1, TOKEN_MAX))));
    EntryFrames.addTo(kinds);
    SessionFrames.addTo(kinds);
    ProjectFrames.addTo(kinds);
    QueueFrames.addTo(kinds);
    UsageFrames.addTo(kinds);
    ToolFrames.addTo(kinds);
    WorkerFrames.addTo(kinds);
    PresenceFrames.addTo(kinds);
    ControlFrames.addTo(kinds);
    return Collections.unmodifiableMap(kinds);
  }

  private static ClientFrame hello(Fields fields) {
    Long version = fields.numberOrNull("protocol_version", 0, Long.MAX_VALUE);
    String transportId = fields.textOrNull("transport_id", 0, Integer.MAX_VALUE);
    String client = fields.textOrNull("client", 0, CLIENT_MAX);
    String token = fields.textOrNull("token", 1, TOKEN_MAX);
    String ticket = fields.textOrNull("ticket", 1, TICKET_MAX);
    if (token != null && ticket != null) {
      throw new Fault(ErrorCode.INVALID_FIELD, "ticket does not go with token");
    }
    return new ClientFrame.Hello(
        fields.textOrNull("session_id", 0, Integer.MAX_VALUE),
        token,
        ticket,
        version == null ? Handshake.PROTOCOL_VERSION : version,
        transportId == null ? null : new Transport(TransportKind.WEBSOCKET, transportId),
        Sessions.stableKey(fields),
        ControlFrames.role(fields, client));
  }

  private static ClientFrame submitTask(Fields fields) {
    return new ClientFrame.SubmitTask(
        TaskRequest.read(fields), idempotencyKey(fields), trace(fields));
  }

  /** Of which trace the client says that the frame is a part; what is none counts as absent. */
  static Optional<TraceParent> trace(Fields fields) {
    return TraceParent.parse(fields.textOrNull(TraceParent.NAME, 0, TRACE_MAX));
  }

  /** The optional key under which a frame is to be done once. */
  static @Nullable String idempotencyKey(Fields fields) {
    String key = fields.textOrNull(IDEMPOTENCY_KEY, 0, Integer.MAX_VALUE);
    if (key != null && !VisibleAscii.isValid(key, KEY_MAX)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "idempotency_key must be 1-" + KEY_MAX + " visible ASCII characters");
    }
    return key;
  }

  private static ClientFrame listTasks(Fields fields) {
    Long limit = fields.numberOrNull("limit", 1, TaskQueries.PAGE_MAX);
    TaskStatus status =
        TaskQueries.status(fields.textOrNull("status", 0, OP_MAX), ErrorCode.INVALID_FIELD);
    return new ClientFrame.ListTasks(
        TaskRequest.sessionId(fields),
        status,
        fields.numberOrNull("before", 1, Long.MAX_VALUE),
        limit == null ? TaskQueries.PAGE_DEFAULT : limit.intValue(),
        TaskQueries.filter(
            EntryFields.flag(fields, "active", false),
            EntryFields.flag(fields, "dead_letter", false),
            status,
            ErrorCode.INVALID_FIELD));
  }

  private static ClientFrame subscribe(Fields fields) {
    return new ClientFrame.Subscribe(
        after(fields),
        fields.textOrNull("task_id", 1, TASK_ID_MAX),
        TaskRequest.sessionId(fields),
        EventTypes.of(fields));
  }

  /** A number, or {@code "now"}. */
  private static long after(Fields fields) {
    return NOW.equals(EntryFields.scalarText(fields, "after"))
        ? Watch.NOW
        : Objects.requireNonNullElse(fields.numberOrNull("after", 0, Long.MAX_VALUE), 0L);
  }

  /** The required id of a task. */
  static String taskId(Fields fields) {
    return fields.text("task_id", 1, TASK_ID_MAX);
  }
}
