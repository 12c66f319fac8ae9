package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import io.vertx.core.Future;
import java.util.List;

/** Names as they begin: of sessions, which prompts and resources take. */
final class Completion {
  private static final String ARGUMENT = "session_id";
  private static final int NAME_MAX = 200;
  private static final long VALUES_MAX = 100;

  private final Sessions sessions;

  Completion(Sessions sessions) {
    this.sessions = sessions;
  }

  /** What cannot be completed has no values. */
  Future<Offer> complete(Principal principal, Fields params) {
    Fields argument = params.objectOrNull("argument");
    String name = argument == null ? null : argument.textOrNull("name", 0, NAME_MAX);
    String value = argument == null ? null : argument.textOrNull("value", 0, NAME_MAX);
    if (!ARGUMENT.equals(name) || value == null || !canBegin(value)) {
      return Future.succeededFuture(told(List.of(), false));
    }
    SessionSearch search =
        new SessionSearch("live", value.isEmpty() ? null : value, null, null, VALUES_MAX);
    return sessions
        .list(search.of(principal, ErrorCode.INVALID_FIELD))
        .map(page ->
            told(
                page.sessions().stream().map(item -> item.session().id()).toList(),
                page.next() != null));
  }

  /** Whether a session's id may begin so. */
  private static boolean canBegin(String value) {
    return value.isEmpty()
        || SessionId.isValid(value + "000".substring(Math.min(value.length(), 3)));
  }

  private static Offer told(List<String> values, boolean more) {
    return Offer.once(
        out -> out.object("completion", all -> all.texts("values", values).flag("hasMore", more)));
  }
}
