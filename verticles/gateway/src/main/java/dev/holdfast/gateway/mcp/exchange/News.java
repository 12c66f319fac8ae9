package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import java.util.Set;

/** What a client is told of resources without asking each time. */
public interface News {
  /** The session of the protocol that it is told to. */
  FindMcpSession of();

  /** The same for all streams that go on with one another after a break, and no other. */
  String line();

  /**
   * Whether its client hears of its position from the beginning, and so comes back with it; another
   * one cannot be told from a new stream of the same session.
   */
  boolean takesPositions();

  /** The same after that session was bound to another session. */
  News in(SessionRef session);

  /**
   * What stands at the beginning of its stream, and of what is told of another session, as
   * server-sent events.
   *
   * @param seq the number of the event up to which it is told by now; {@link
   *     McpAnswer.Following#FROM_NOW} where that is not known
   */
  String opening(long seq);

  /**
   * Up to where it is told, where there is nothing else to say; empty where the client would not
   * understand it.
   */
  String position(long seq);

  /** The addresses of the resources that an event changes. */
  Set<String> changed(Event event);

  /**
   * Asks the client for the folders that it works in, as a server-sent event.
   *
   * @param seq the number of the event up to which it is told by now
   * @param time which time it is asked
   */
  String askRoots(long seq, long time);

  /**
   * That a resource changed, as a server-sent event.
   *
   * @param seq the number of the event up to which it is told then
   */
  String tell(String uri, long seq);
}
