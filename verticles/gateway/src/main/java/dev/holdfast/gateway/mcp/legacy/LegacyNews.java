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
import java.util.Set;

/**
 * The stream of {@code GET}: which of the resources that the client subscribes to have changed. An
 * event's id says up to which event of which session it is told, so that any pod goes on with it.
 */
final class LegacyNews implements News {
  private static final String PREFIX = "quiet-";

  private final McpSession session;

  LegacyNews(McpSession session) {
    this.session = session;
  }

  @Override
  public FindMcpSession of() {
    return new FindMcpSession(session.session().owner(), session.id());
  }

  @Override
  public News in(SessionRef other) {
    return new LegacyNews(
        new McpSession(
            other,
            session.id(),
            session.protocolVersion(),
            session.capabilities(),
            session.logLevel()));
  }

  /** Whether an event's id is one of such a stream. */
  boolean isOf(String id) {
    return id.startsWith(PREFIX + session.id());
  }

  /**
   * The number of the last event that was told; where that is not known, or of another session, it
   * begins now and all of it may have changed.
   */
  long after(String id) {
    String stream = stream();
    if (!id.startsWith(stream)) {
      return McpAnswer.Following.FROM_NOW;
    }
    try {
      return Math.max(McpAnswer.Following.FROM_NOW, Long.parseLong(id.substring(stream.length())));
    } catch (NumberFormatException e) {
      return McpAnswer.Following.FROM_NOW;
    }
  }

  @Override
  public String opening(long seq) {
    return SseText.priming(stream() + seq);
  }

  @Override
  public Set<String> changed(Event event) {
    return Offers.changed(session.session(), event);
  }

  @Override
  public String tell(String uri, long seq) {
    return SseText.message(
        stream() + seq,
        RpcOut.notification("notifications/resources/updated", out -> out.text("uri", uri)));
  }

  @Override
  public String askRoots(long seq, long time) {
    return SseText.message(stream() + seq, Roots.question(time));
  }

  private String stream() {
    return PREFIX + session.id() + "." + session.session().id() + ".";
  }
}
