package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What tells a call of a tool from the others of its session. Another session never meets it.
 *
 * @param request the caller's mark as JSON text; null where there is none
 * @param fingerprint SHA-256 of the tool and its arguments
 * @param coalesce whether any unfinished call of that fingerprint is joined
 * @param reused whether callers may give the mark to several calls. Where they do not, the same
 *     call joins the unfinished one of its mark, and another is refused with {@code
 *     request_conflict}. Where they do, the same call joins the one of its mark that is unfinished
 *     or ended a short time ago ({@code tasks.call_again_ms}), and another is a call of its own
 */
public record CallMark(
    @Nullable String request, String fingerprint, boolean coalesce, boolean reused) {
  /** Of a caller whose unfinished calls differ in their marks. */
  public CallMark(@Nullable String request, String fingerprint, boolean coalesce) {
    this(request, fingerprint, coalesce, false);
  }

  /** Of a caller that may give one mark to several calls. */
  public static CallMark reused(String request, String fingerprint) {
    return new CallMark(request, fingerprint, false, true);
  }
}
