package dev.holdfast.shared.error;

import java.util.Locale;
import java.util.Optional;

/**
 * The closed catalogue of errors a client can meet.
 *
 * <p>Each entry has one wire name (the constant in lower case), one HTTP status (RFC 9110), the
 * number of one {@link CloseCode} (0: the error is a reply and the socket stays open), and says
 * whether the same request may succeed if it is sent again unchanged.
 */
public enum ErrorCode {
  BAD_JSON(
      400,
      0,
      Retry.NO,
      "The body or frame is not one JSON object, or repeats a key, or nests too deep"),
  BAD_REQUEST(400, 0, Retry.NO, "A header, path or query parameter is not valid"),
  UNKNOWN_FIELD(400, 0, Retry.NO, "A field is not part of the request"),
  MISSING_FIELD(400, 0, Retry.NO, "A required field is absent"),
  INVALID_FIELD(400, 0, Retry.NO, "A field has the wrong type or is out of its limits"),
  INVALID_SESSION_ID(400, 0, Retry.NO, "A session id is not 3-64 characters of A-Z a-z 0-9 - _"),
  UNKNOWN_AGENT(400, 0, Retry.NO, "No agent of that name is configured"),
  UNKNOWN_PRESET(400, 0, Retry.NO, "No preset of that name is configured"),
  UNKNOWN_OP(400, 0, Retry.NO, "The frame's op is not known"),
  UNAUTHENTICATED(401, 4401, Retry.NO, "The credential is missing, unknown, expired or revoked"),
  FORBIDDEN(403, 4403, Retry.NO, "The credential does not allow this"),
  FORGED_PROJECT_KEY(403, 0, Retry.NO, "The project key is not the one of the session's binding"),
  TOOL_NOT_ALLOWED(403, 0, Retry.NO, "The session's mode does not allow this"),
  READ_ONLY(403, 4403, Retry.NO, "A share token only looks at its session"),
  UNKNOWN_SESSION(404, 0, Retry.NO, "No such session for this principal"),
  UNKNOWN_TASK(404, 0, Retry.NO, "No such task for this principal"),
  UNKNOWN_PROJECT(404, 0, Retry.NO, "No such project in the register of this principal"),
  UNKNOWN_SHARE(404, 0, Retry.NO, "No such share of this session"),
  UNKNOWN_BINDING(404, 0, Retry.NO, "No live binding of this transport for this principal"),
  NOT_FOUND(404, 0, Retry.NO, "No resource at this path"),
  METHOD_NOT_ALLOWED(405, 0, Retry.NO, "The resource has no such method"),
  NOT_ACCEPTABLE(406, 0, Retry.NO, "The resource cannot be had in an accepted media type"),
  TASK_FINISHED(409, 0, Retry.NO, "The task has already reached a terminal state"),
  TASK_STARTED(409, 0, Retry.NO, "The task does not wait in its queue any more"),
  SESSION_BUSY(409, 0, Retry.NO, "The session has unfinished tasks, and the submission wants none"),
  NO_OPEN_QUESTION(409, 0, Retry.NO, "The task's agent waits for no answer, or it was given"),
  IDEMPOTENCY_CONFLICT(409, 0, Retry.NO, "The idempotency key was used with another payload"),
  VERSION_CONFLICT(409, 0, Retry.NO, "The expected version is not the actual one"),
  SESSION_EXISTS(409, 0, Retry.NO, "The principal has a session of this id already"),
  HISTORY_TOO_LONG(409, 0, Retry.NO, "A fork would copy more events than one may"),
  BINDING_CONFLICT(409, 0, Retry.NO, "The transport is not bound to the expected session"),
  PROJECT_UNBOUND(409, 0, Retry.NO, "The session has no project yet"),
  PROJECT_EXISTS(409, 0, Retry.NO, "The project is registered already"),
  PROJECT_ARCHIVED(409, 0, Retry.NO, "The project is archived"),
  STATUS_CONFLICT(409, 0, Retry.NO, "The project cannot go from its status to that one"),
  SESSION_ENDED(410, 0, Retry.NO, "The session has ended"),
  PAYLOAD_TOO_LARGE(413, 1009, Retry.NO, "The body, frame or message is larger than the limit"),
  UNSUPPORTED_MEDIA_TYPE(415, 0, Retry.NO, "The body is not application/json"),
  QUEUE_FULL(
      429,
      0,
      Retry.LATER,
      "The session, its principal or its tenant has too many unfinished tasks"),
  TOO_MANY_REQUESTS(429, 4429, Retry.LATER, "A rate, connection or watcher limit was reached"),
  HEADERS_TOO_LARGE(
      431, 0, Retry.NO, "The request line or header fields are larger than the limit"),
  INTERNAL(500, 1011, Retry.NO, "A bug in the server; the request id finds it in the log"),
  OVERLOADED(503, 1013, Retry.LATER, "The server has no capacity right now"),
  STORE_UNAVAILABLE(
      503,
      1013,
      Retry.LATER,
      "The durable store did not answer; whether something was changed is not known"),
  SHUTTING_DOWN(503, 1012, Retry.LATER, "This pod is draining; connect again, any pod will do"),
  HANDSHAKE_REQUIRED(400, 4400, Retry.NO, "The first frame must be a hello"),
  HANDSHAKE_TIMEOUT(408, 4408, Retry.LATER, "No hello arrived within the handshake time"),
  UNSUPPORTED_PROTOCOL_VERSION(400, 4406, Retry.NO, "The protocol_version is not spoken here"),
  SLOW_CONSUMER(
      503,
      4008,
      Retry.LATER,
      "The client read too slowly; connect again and resume from its position"),
  BUDGET_EXCEEDED(
      409, 0, Retry.NO, "The budget of the session, or of its owner for the day, is used up"),
  NOT_DEAD_LETTER(409, 0, Retry.NO, "Only a dead letter can be taken up again"),
  UNKNOWN_TOOL(404, 0, Retry.NO, "No tool of that name can be called"),
  INVALID_ARGUMENTS(400, 0, Retry.NO, "The arguments are not valid by the tool's input schema"),
  REQUEST_CONFLICT(
      409, 0, Retry.NO, "The session has an unfinished call under this request id, another one"),
  NOT_SUPPORTED(409, 0, Retry.NO, "The agent of the task cannot do this"),
  JOB_GONE(410, 0, Retry.NO, "The worker does not hold this job, or not any more"),
  WORKER_REPLACED(
      409, 4409, Retry.NO, "Another connection offered itself under the id of this worker"),
  SESSION_ROLLED(
      409, 0, Retry.NO, "Another session goes on for this one and takes its submissions"),
  HISTORY_TRIMMED(
      410, 0, Retry.NO, "Events after the position were trimmed; what is left begins at earliest"),
  NOT_IN_CONTROL(
      409, 0, Retry.NO, "Another client controls the session, and only it may change its work"),
  TOO_MANY_SESSIONS(
      429, 0, Retry.LATER, "The principal or its tenant has too many open sessions; end some");

  private enum Retry {
    NO,
    LATER
  }

  private final int httpStatus;
  private final Optional<CloseCode> close;
  private final Retry retry;
  private final String meaning;

  ErrorCode(int httpStatus, int closeCode, Retry retry, String meaning) {
    this.httpStatus = httpStatus;
    this.close = CloseCode.of(closeCode);
    if (closeCode != 0 && close.isEmpty()) {
      throw new IllegalArgumentException("not in the catalogue of close codes: " + closeCode);
    }
    this.retry = retry;
    this.meaning = meaning;
  }

  /** The stable name on every wire, for example {@code unknown_session}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status code. */
  public int httpStatus() {
    return httpStatus;
  }

  /** What a WebSocket is closed with; empty where the error is a reply and it stays open. */
  public Optional<CloseCode> close() {
    return close;
  }

  /** Whether the same request may succeed later, unchanged. */
  public boolean retryable() {
    return retry == Retry.LATER;
  }

  /** Whether a client whose socket was closed with this code should connect again. */
  public boolean reconnect() {
    return close.map(CloseCode::reconnect).orElse(false);
  }

  /** One sentence for the documentation and the problem title. */
  public String meaning() {
    return meaning;
  }
}
