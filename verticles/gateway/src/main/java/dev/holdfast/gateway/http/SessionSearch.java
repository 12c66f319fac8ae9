package dev.holdfast.gateway.http;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.SessionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a list of sessions is asked for. */
final class SessionSearch {
  static final List<String> PARAMETERS = List.of("status", "q", "project", "limit", "before");

  private static final int PAGE_DEFAULT = 50;
  private static final int PAGE_MAX = 200;
  private static final int PROJECT_MAX = 200;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private SessionSearch() {}

  static ListSessions read(Principal principal, Query query) {
    return new ListSessions(
        principal,
        status(query.text("status")),
        prefix(query.text("q")),
        project(query.text("project")),
        query.number("before", 1, Long.MAX_VALUE),
        limit(query));
  }

  /** How many a page may have. */
  static int limit(Query query) {
    Long limit = query.number("limit", 1, PAGE_MAX);
    return limit == null ? PAGE_DEFAULT : limit.intValue();
  }

  private static @Nullable SessionStatus status(@Nullable String wire) {
    if (wire == null) {
      return null;
    }
    Optional<SessionStatus> status =
        Arrays.stream(SessionStatus.values()).filter(s -> s.wire().equals(wire)).findFirst();
    return status.orElseThrow(() -> bad("query parameter status must be live or ended"));
  }

  private static @Nullable String prefix(@Nullable String text) {
    if (text != null && !PREFIX.matcher(text).matches()) {
      throw bad("query parameter q must be 1-64 characters of A-Z a-z 0-9 - _");
    }
    return text;
  }

  private static @Nullable String project(@Nullable String text) {
    if (text != null && (text.isEmpty() || text.codePointCount(0, text.length()) > PROJECT_MAX)) {
      throw bad("query parameter project must have 1-" + PROJECT_MAX + " characters");
    }
    return text;
  }

  private static Fault bad(String detail) {
    return new Fault(ErrorCode.BAD_REQUEST, detail);
  }
}
