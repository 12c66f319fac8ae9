package dev.holdfast.deploy.fleet;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Everything secret or raw that a client or an operator brings. Its value is seen nowhere else, so
 * wherever it is found it came from there.
 */
enum Canary {
  API_KEY,
  REVOKED_KEY,
  WORKER_KEY,
  TICKET,
  SHARE_TOKEN,
  SIGNED_TOKEN,
  INVENTED_KEY,
  INVENTED_SIGNED_TOKEN,
  COOKIE,
  SESSION_ID,
  TRANSPORT_ID,
  SOCKET_TRANSPORT_ID,
  STABLE_KEY_ROOT,
  MCP_SESSION_ID,
  INVENTED_MCP_SESSION_ID,
  IDEMPOTENCY_KEY,
  TASK_TEXT,
  AGENT_OUTPUT,
  AGENT_ERROR_OUTPUT,
  TOOL_ARGUMENT,
  ENTRY_TEXT,
  OWNER_MESSAGE,
  PROJECT,
  SHARE_LABEL,
  KEY_LABEL,
  END_REASON,
  USER_AGENT,
  HEADER,
  URL_QUERY,
  URL_PATH,
  BODY,
  MISSPELT_NAME,
  REQUEST_ID,
  OPERATOR_CACHE_SECRET,
  OPERATOR_AGENT_VARIABLE;

  /** Where all of it is looked for. */
  enum Place {
    /** Standard output and error of the pods, and every file that they write. */
    LOG,
    /** What the port for operators answers. */
    ADMIN,
    /** Every command that Redis was sent. */
    REDIS,
    /** The command lines of the pods and of what they started. */
    ARGUMENTS,
    /** Every answer that another principal, or nobody in particular, got. */
    OTHERS,
    /** Every error that anybody got, also who brought it. */
    ERRORS
  }

  /**
   * What may be where; everything else may be nowhere. The entries of Redis say to which session a
   * name leads. Errors tell who made them which session or which name was wrong. A request id is
   * chosen by the client to be found again. What the operator configured is on the command line
   * because this test puts it there.
   */
  private static final Map<Canary, Set<Place>> ALLOWED =
      Map.of(
          SESSION_ID, Set.of(Place.REDIS, Place.ERRORS),
          MISSPELT_NAME, Set.of(Place.ERRORS),
          REQUEST_ID, Set.of(Place.LOG, Place.ERRORS),
          OPERATOR_CACHE_SECRET, Set.of(Place.ARGUMENTS),
          OPERATOR_AGENT_VARIABLE, Set.of(Place.ARGUMENTS));

  private final String made = "canary-" + UUID.randomUUID();

  /** A value of 3 to 64 characters of {@code a-z 0-9 -}, for what the client names itself. */
  String made() {
    return made;
  }

  boolean allowedIn(Place place) {
    return ALLOWED.getOrDefault(this, Set.of()).contains(place);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
