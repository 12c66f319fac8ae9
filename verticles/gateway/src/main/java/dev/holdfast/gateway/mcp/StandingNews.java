package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.News;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.OptionalLong;

/**
 * Which stream of news stands on this pod for each session of the protocol, of all instances of the
 * gateway: one, because a message belongs on one stream only. A newer one ends the one before it
 * and begins where that one is. Gone with the stream.
 *
 * <p>For any number of event loops.
 */
final class StandingNews {
  private static final String NAME = "holdfast.gateway.mcp.news";

  private final LocalMap<String, Standing> all;

  StandingNews(Vertx vertx) {
    this.all = vertx.sharedData().getLocalMap(NAME);
  }

  /** One stream's place. */
  final class Standing implements Shareable {
    private final String key;
    private final String line;
    private final Context context;
    private final Runnable end;
    private volatile At at;

    private Standing(String key, String line, At at, Context context, Runnable end) {
      this.key = key;
      this.line = line;
      this.at = at;
      this.context = context;
      this.end = end;
    }

    /** Says up to which event of which session it has told. */
    void at(SessionRef session, long seq) {
      at = new At(session, seq);
    }

    /** Does nothing where a newer one stands. */
    void leave() {
      all.removeIfPresent(key, this);
    }
  }

  private record At(SessionRef session, long seq) {}

  /**
   * Takes the place, from now on.
   *
   * @param seq up to which event of the session it has told
   * @param context where the stream is at home
   * @param end run there once where a newer one takes the place
   */
  Standing stand(News news, SessionRef session, long seq, Context context, Runnable end) {
    String key = key(news.of());
    Standing standing = new Standing(key, news.line(), new At(session, seq), context, end);
    Standing before = all.put(key, standing);
    if (before != null) {
      before.context.runOnContext(turn -> before.end.run());
    }
    return standing;
  }

  /**
   * Up to which event the stream that stands has told, for a new one to begin there; {@link
   * McpAnswer.Following#FROM_NOW} where it tells of another session still, so that nobody knows
   * what changed meanwhile; empty where none stands, or it is of the same line.
   *
   * @param session whose events the new one tells of
   */
  OptionalLong told(News news, SessionRef session) {
    Standing standing = all.get(key(news.of()));
    if (standing == null || standing.line.equals(news.line())) {
      return OptionalLong.empty();
    }
    At at = standing.at; // once: another event loop writes it
    return OptionalLong.of(at.session().equals(session) ? at.seq() : McpAnswer.Following.FROM_NOW);
  }

  /** Whether a stream of another line stands there. */
  boolean isOther(News news) {
    Standing standing = all.get(key(news.of()));
    return standing != null && !standing.line.equals(news.line());
  }

  private static String key(FindMcpSession of) {
    return String.join("\0", of.principal().tenant(), of.principal().name(), of.mcpSessionId());
  }
}
