package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.message.Idempotency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A submission as the client wrote it.
 *
 * @param input 1-262144 characters
 * @param sessionId of valid format; null where the client named none
 * @param maxAttempts 1-100
 * @param projectKey to be held against the session's; null where the client gave none
 * @param options when and for how long it is to run
 */
public record TaskRequest(
    String input,
    @Nullable String sessionId,
    @Nullable String agent,
    @Nullable String agentPreset,
    @Nullable String toolPreset,
    int maxAttempts,
    @Nullable String projectKey,
    TaskOptions options) {
  public static final int INPUT_MAX = 262_144;
  public static final int NAME_MAX = 200;
  public static final int ATTEMPTS_MAX = 100;

  /** The names of the fields. */
  public static final List<String> FIELDS =
      List.of(
          "task",
          "session_id",
          "agent",
          "agent_preset",
          "tool_preset",
          "max_attempts",
          "project_key",
          "on_busy",
          "delay_ms",
          "timeouts",
          "task_type",
          "budget",
          "partial",
          "priority",
          "retry",
          "parent_task_id",
          "on_parent_end",
          "depends_on",
          "on_dependency_failure");

  /** Reads the fields named in {@link #FIELDS}. */
  public static TaskRequest read(Fields fields) {
    Long attempts = fields.numberOrNull("max_attempts", 1, ATTEMPTS_MAX);
    return new TaskRequest(
        fields.text("task", 1, INPUT_MAX),
        sessionId(fields),
        fields.textOrNull("agent", 1, NAME_MAX),
        fields.textOrNull("agent_preset", 1, NAME_MAX),
        fields.textOrNull("tool_preset", 1, NAME_MAX),
        attempts == null ? 1 : attempts.intValue(),
        BindingRequest.projectKey(fields),
        TaskOptions.read(fields));
  }

  /** The optional {@code session_id} of an object, of valid format. */
  public static @Nullable String sessionId(Fields fields) {
    String id = fields.textOrNull("session_id", 0, Integer.MAX_VALUE);
    return id == null ? null : SessionId.require(id);
  }

  /** The same for a session that the connection settles, where the client named none. */
  public TaskRequest in(String session) {
    return sessionId != null
        ? this
        : new TaskRequest(
            input, session, agent, agentPreset, toolPreset, maxAttempts, projectKey, options);
  }

  /**
   * The promise that goes with a key: a hash over every field as it was meant and the transport it
   * came by, so that another wording of the same JSON is still the same request.
   */
  public Idempotency idempotency(String key, @Nullable String transportId) {
    List<@Nullable String> parts =
        new ArrayList<>(
            Arrays.asList(
                input,
                sessionId,
                agent,
                agentPreset,
                toolPreset,
                Integer.toString(maxAttempts),
                transportId));
    // A key that an older version took must still find its task.
    parts.addAll(options.parts());
    return new Idempotency(key, Sha256.ofParts(parts));
  }
}
