package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.event.Event;
import io.vertx.core.Future;
import java.util.Set;

/** What a client is told of resources without asking each time. */
public interface News {
  /**
   * What stands at the beginning of its stream, as server-sent events.
   *
   * @param seq the number of the event up to which it is told by now
   */
  String opening(long seq);

  /** The addresses of the resources that an event changes. */
  Set<String> changed(Event event);

  /** The addresses of those that the client subscribes to now. */
  Future<Set<String>> wanted();

  /**
   * That a resource changed, as a server-sent event.
   *
   * @param seq the number of the event up to which it is told then
   */
  String tell(String uri, long seq);
}
