package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.News;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSession;
import java.util.Optional;
import java.util.Set;

/**
 * The stream of {@code GET}: which of the resources that the client subscribes to have changed.
 * What its ids say: {@link NewsIds}.
 */
final class LegacyNews implements News {
  private final McpSession session;
  private final NewsIds ids;

  private LegacyNews(McpSession session, NewsIds ids) {
    this.session = session;
    this.ids = ids;
  }

  /**
   * A new stream. A client that hears its position only with messages may have had one before, so
   * it is told all.
   */
  static McpAnswer.Listening begun(McpSession session) {
    return new McpAnswer.Listening(
        session.session(),
        McpAnswer.Following.FROM_NOW,
        !ClientInfo.takesPositions(session),
        false,
        new LegacyNews(session, NewsIds.of(session.id())));
  }

  /** One that broke, from the last id on; empty where that is none of such a stream. */
  static Optional<McpAnswer.Listening> resumed(McpSession session, String last) {
    return NewsIds.read(session.id(), last).map(position -> resumed(session, position));
  }

  /** Of another session it is not known what changed, so all of it may have. */
  private static McpAnswer.Listening resumed(McpSession session, NewsIds.Position position) {
    long after =
        position.session().equals(session.session().id())
            ? position.seq()
            : McpAnswer.Following.FROM_NOW;
    return new McpAnswer.Listening(
        session.session(),
        after,
        after == McpAnswer.Following.FROM_NOW,
        true,
        new LegacyNews(session, NewsIds.after(session.id(), position)));
  }

  @Override
  public FindMcpSession of() {
    return new FindMcpSession(session.session().owner(), session.id());
  }

  @Override
  public String line() {
    return ids.line();
  }

  @Override
  public boolean takesPositions() {
    return ClientInfo.takesPositions(session);
  }

  @Override
  public News in(SessionRef other) {
    return new LegacyNews(
        new McpSession(
            other,
            session.id(),
            session.protocolVersion(),
            session.capabilities(),
            session.logLevel()),
        ids);
  }

  @Override
  public String opening(long seq) {
    return ClientInfo.takesPositions(session) ? SseText.priming(id(seq)) : SseText.OPEN;
  }

  @Override
  public String position(long seq) {
    return ClientInfo.takesPositions(session) ? SseText.position(id(seq)) : "";
  }

  @Override
  public Set<String> changed(Event event) {
    return Offers.changed(session.session(), event);
  }

  @Override
  public String tell(String uri, long seq) {
    return SseText.message(
        id(seq),
        RpcOut.notification("notifications/resources/updated", out -> out.text("uri", uri)));
  }

  @Override
  public String askRoots(long seq, long time) {
    return SseText.message(id(seq), Roots.question(time));
  }

  private String id(long seq) {
    return ids.next(session.session(), seq);
  }
}
