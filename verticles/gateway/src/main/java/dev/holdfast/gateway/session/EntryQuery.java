package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EntryFilter;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.QueryEntries;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client looks for.
 *
 * @param limit null for the default
 * @param projectKey null where the client gave none
 */
public record EntryQuery(
    JournalLog log,
    boolean allProjects,
    EntryFilter filter,
    @Nullable Long before,
    @Nullable Long limit,
    @Nullable String projectKey) {
  public static final List<String> FIELDS =
      List.of(
          "since",
          "until",
          "text",
          "regex",
          "status",
          "agent",
          "meta",
          "priority",
          "category",
          "tags",
          "log_type",
          "scope",
          "log",
          "before",
          "limit",
          BindingRequest.PROJECT_KEY);

  private static final int TEXT_MAX = 1_000;
  private static final int TIME_MAX = 40;
  private static final int YEAR_MAX = 9_999;

  /** Reads the fields named in {@link #FIELDS}. */
  public static EntryQuery read(Fields fields) {
    String log = fields.textOrNull("log", 0, EntryRequest.NAME_MAX);
    return new EntryQuery(
        EntryRequest.log(log, ErrorCode.INVALID_FIELD),
        allProjects(fields),
        new EntryFilter(
            time(fields, "since"),
            time(fields, "until"),
            fields.textOrNull("text", 1, TEXT_MAX),
            fields.textOrNull("regex", 1, TEXT_MAX),
            fields.textOrNull("status", 1, EntryRequest.NAME_MAX),
            fields.textOrNull("agent", 1, EntryRequest.NAME_MAX),
            EntryFields.objectText(fields, "meta"),
            EntryRequest.priority(fields),
            fields.textOrNull("category", 1, EntryRequest.NAME_MAX),
            EntryFields.texts(fields, "tags", EntryRequest.TAGS_MAX, EntryRequest.TAG_MAX),
            EntryRequest.type(fields)),
        fields.numberOrNull("before", 1, Long.MAX_VALUE),
        fields.numberOrNull("limit", 1, Integer.MAX_VALUE),
        BindingRequest.projectKey(fields));
  }

  /** The same, asked by a session. */
  QueryEntries of(SessionRef session) {
    return new QueryEntries(session, log, allProjects, filter, before, limit, projectKey);
  }

  private static boolean allProjects(Fields fields) {
    Boolean all =
        EntryRequest.<Boolean>named(
            "scope",
            fields.textOrNull("scope", 0, EntryRequest.NAME_MAX),
            scope ->
                switch (scope) {
                  case "project" -> Optional.of(false);
                  case "all_projects" -> Optional.of(true);
                  default -> Optional.empty();
                },
            List.of("project", "all_projects"),
            ErrorCode.INVALID_FIELD);
    return all != null && all;
  }

  private static @Nullable OffsetDateTime time(Fields fields, String name) {
    String text = fields.textOrNull(name, 1, TIME_MAX);
    if (text == null) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
      if (time.getYear() >= 1 && time.getYear() <= YEAR_MAX) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new Fault(ErrorCode.INVALID_FIELD, name + " must be an RFC 3339 time", e);
    }
    throw new Fault(ErrorCode.INVALID_FIELD, name + " must be of the years 1-" + YEAR_MAX);
  }
}
