package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.Idempotency;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool as the client wrote it.
 *
 * @param tool 1-200 characters
 * @param arguments one JSON object as text, its keys in order
 * @param timeoutMs milliseconds that an attempt may run; null for what is configured
 * @param coalesce whether an unfinished call of the same tool and arguments is joined
 */
public record ToolRequest(
    String tool, String arguments, @Nullable Integer timeoutMs, boolean coalesce) {
  /** The names of the fields, beside the tool's. */
  public static final List<String> FIELDS = List.of("arguments", "timeout_ms", "coalesce");

  public static final int NAME_MAX = 200;
  private static final int ARGUMENTS_MAX = 262_144;

  /** Reads the fields named in {@link #FIELDS}. */
  public static ToolRequest read(String tool, Fields fields) {
    String arguments = EntryFields.objectText(fields, "arguments");
    if (arguments != null && arguments.length() > ARGUMENTS_MAX) {
      throw tooLong(arguments);
    }
    Long timeout = fields.numberOrNull("timeout_ms", 1, TaskOptions.MS_MAX);
    return new ToolRequest(
        tool,
        arguments == null ? "{}" : arguments,
        timeout == null ? null : timeout.intValue(),
        EntryFields.flag(fields, "coalesce", false));
  }

  /** A call with nothing but the object of {@code arguments}. */
  public static ToolRequest of(String tool, Fields fields) {
    return of(tool, EntryFields.objectText(fields, "arguments"));
  }

  /** The same, of which one argument is not the tool's. */
  public static ToolRequest without(String tool, Fields fields, String argument) {
    return of(tool, EntryFields.objectTextWithout(fields, "arguments", argument));
  }

  private static ToolRequest of(String tool, @Nullable String arguments) {
    if (arguments != null && arguments.length() > ARGUMENTS_MAX) {
      throw tooLong(arguments);
    }
    return new ToolRequest(tool, arguments == null ? "{}" : arguments, null, false);
  }

  private static Fault tooLong(String arguments) {
    return new Fault(
        ErrorCode.INVALID_FIELD,
        "arguments must have at most " + ARGUMENTS_MAX + " characters, has " + arguments.length());
  }

  /**
   * What tells the call from the unfinished others of its session.
   *
   * @param mark the caller's mark of the request as JSON text; null for none
   */
  public CallMark mark(@Nullable String mark) {
    return new CallMark(mark, fingerprint(), coalesce);
  }

  /**
   * What tells the call from the others of its session, where its caller may give the mark to
   * several calls; see {@link CallMark}.
   */
  public CallMark reusedMark(String mark) {
    return CallMark.reused(mark, fingerprint());
  }

  private String fingerprint() {
    return Sha256.ofParts(List.of(tool, arguments));
  }

  /**
   * The promise that goes with a key. It counts within the session only: another session's call
   * under the same key is another call.
   */
  Idempotency idempotency(SessionRef session, String key) {
    return new Idempotency(
        "call:" + Sha256.ofParts(List.of(Long.toString(session.number()), key)),
        Sha256.ofParts(
            Arrays.asList(
                tool, arguments, timeoutMs == null ? null : Integer.toString(timeoutMs))));
  }
}
