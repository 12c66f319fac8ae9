package dev.holdfast.gateway.session;

import dev.holdfast.shared.identity.RandomId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which a request is told of in the task it makes and in that task's events. */
public final class CorrelationId {
  private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private CorrelationId() {}

  /** The client's own id where it is harmless, else a new one. */
  public static String of(@Nullable String given) {
    return given != null && FORMAT.matcher(given).matches() ? given : RandomId.label("req");
  }

  /**
   * The same of a caller's mark, where it can be one: a number, or a text without quotes and
   * escapes.
   *
   * @param mark JSON text; {@code null} where there is none
   */
  public static String ofMark(String mark) {
    boolean text = mark.startsWith("\"");
    boolean none = mark.equals("null");
    return of(text ? mark.substring(1, mark.length() - 1) : none ? null : mark);
  }
}
