package dev.holdfast.shared.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as W3C Trace Context writes it ({@code traceparent}, version 00).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them 0
 * @param spanId 16 of them, not all 0
 * @param flags 2 of them; the lowest bit says that the trace is recorded
 */
public record TraceParent(String traceId, String spanId, String flags) {
  /** The name of the header, and of the field in frames and in {@code _meta}. */
  public static final String NAME = "traceparent";

  /** Characters of version 00; a later version may be longer, and counts as none. */
  public static final int LENGTH = 55;

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  /** Empty for what is none: section 3.2 wants a new trace to begin then, and no refusal. */
  public static Optional<TraceParent> parse(@Nullable String text) {
    if (text == null || text.length() != LENGTH) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new TraceParent(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /** As it is written in a header. */
  public String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
