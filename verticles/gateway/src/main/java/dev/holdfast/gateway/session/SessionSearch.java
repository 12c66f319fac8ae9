package dev.holdfast.gateway.session;

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

/**
 * What a list of sessions is asked for, as the client wrote it.
 *
 * @param status {@code live} or {@code ended}
 * @param prefix how the id begins
 */
public record SessionSearch(
    @Nullable String status,
    @Nullable String prefix,
    @Nullable String project,
    @Nullable Long before,
    @Nullable Long limit) {
  /** The names of its parameters. */
  public static final List<String> PARAMETERS =
      List.of("status", "q", "project", "limit", "before");

  public static final int PAGE_MAX = 200;

  private static final int PAGE_DEFAULT = 50;
  private static final int PROJECT_MAX = 200;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * The question.
   *
   * @param otherwise the code of the fault where a parameter is not valid
   */
  public ListSessions of(Principal principal, ErrorCode otherwise) {
    return new ListSessions(
        principal,
        statusOf(otherwise),
        requirePrefix(otherwise),
        requireProject(otherwise),
        before,
        size(limit));
  }

  /** How many a page has where the client asked for so many, or for none. */
  public static int size(@Nullable Long limit) {
    return limit == null ? PAGE_DEFAULT : limit.intValue();
  }

  private @Nullable SessionStatus statusOf(ErrorCode otherwise) {
    if (status == null) {
      return null;
    }
    Optional<SessionStatus> found =
        Arrays.stream(SessionStatus.values()).filter(s -> s.wire().equals(status)).findFirst();
    return found.orElseThrow(() -> new Fault(otherwise, "status must be live or ended"));
  }

  private @Nullable String requirePrefix(ErrorCode otherwise) {
    if (prefix != null && !PREFIX.matcher(prefix).matches()) {
      throw new Fault(otherwise, "q must be 1-64 characters of A-Z a-z 0-9 - _");
    }
    return prefix;
  }

  private @Nullable String requireProject(ErrorCode otherwise) {
    if (project != null
        && (project.isEmpty() || project.codePointCount(0, project.length()) > PROJECT_MAX)) {
      throw new Fault(otherwise, "project must have 1-" + PROJECT_MAX + " characters");
    }
    return project;
  }
}
