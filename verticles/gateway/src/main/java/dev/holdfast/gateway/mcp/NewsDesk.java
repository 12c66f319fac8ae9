package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.News;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSessionStates;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks for all streams of news of this instance at once how their sessions of the protocol stand:
 * soon where something changed that one may want to know of, else now and then. So what is asked of
 * the store does not grow with the streams that have nothing to say.
 *
 * <p>For one event loop.
 */
public final class NewsDesk {
  private static final int LOOK_MS = 500;

  private final Vertx vertx;
  private final McpSessions mcp;
  private final int looksBetween;
  private final StandingNews standing;
  private final Set<NewsStream> streams = new LinkedHashSet<>();
  private long look;
  private boolean asking;

  /**
   * @param checkMs milliseconds between two looks at a stream that has nothing to say
   */
  public NewsDesk(Vertx vertx, McpSessions mcp, int checkMs) {
    this.vertx = vertx;
    this.mcp = mcp;
    this.looksBetween = Math.max(1, checkMs / LOOK_MS);
    this.standing = new StandingNews(vertx);
  }

  /** Begins, on the calling verticle's context. */
  public void begin() {
    vertx.setPeriodic(LOOK_MS, tick -> look());
  }

  void add(NewsStream stream) {
    streams.add(stream);
  }

  void remove(NewsStream stream) {
    streams.remove(stream);
  }

  /**
   * Up to where the stream has told that a new one takes the place of, see {@link StandingNews}.
   */
  OptionalLong told(News news, SessionRef session) {
    return standing.told(news, session);
  }

  /** Whether a stream comes back whose place another one took. */
  boolean isReplaced(McpAnswer.Listening listening) {
    return listening.back()
        && listening.news().takesPositions()
        && standing.isOther(listening.news());
  }

  /** The stream stands from now on; what stood for the same session of the protocol ends. */
  StandingNews.Standing stand(News news, SessionRef session, long seq, Runnable end) {
    return standing.stand(news, session, seq, vertx.getOrCreateContext(), end);
  }

  /** Those that were looked at longest ago come first. */
  private void look() {
    look++;
    if (asking) {
      return;
    }
    Map<FindMcpSession, List<NewsStream>> wanted = new HashMap<>();
    List<NewsStream> due =
        streams.stream()
            .filter(stream -> stream.isDue(look - looksBetween))
            .limit(CheckMcpSessions.MAX)
            .toList();
    Set<FindMcpSession> changed = new HashSet<>();
    for (NewsStream stream : due) {
      if (stream.hasNews()) {
        changed.add(stream.of());
      }
      wanted.computeIfAbsent(stream.of(), none -> new ArrayList<>()).add(stream);
      streams.remove(stream);
      streams.add(stream);
      stream.asked(look);
    }
    if (!due.isEmpty()) {
      ask(wanted, changed);
    }
  }

  private void ask(Map<FindMcpSession, List<NewsStream>> wanted, Set<FindMcpSession> changed) {
    asking = true;
    mcp.check(wanted.keySet(), changed)
        .onSuccess(states -> wanted.forEach((of, each) -> heard(each, of, states)))
        .onFailure(failure -> wanted.values().forEach(each -> each.forEach(NewsStream::unheard)))
        .onComplete(done -> asking = false);
  }

  private static void heard(List<NewsStream> streams, FindMcpSession of, McpSessionStates states) {
    Optional<McpSessionStates.State> state = Optional.ofNullable(states.live().get(of));
    streams.forEach(stream -> stream.stands(state));
  }
}
