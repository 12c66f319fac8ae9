package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import java.util.List;

/**
 * Ways in that are to lead to a session from now on.
 *
 * @param ways in the order in which they are bound: the transport, then the stable key
 * @param source why they lead there
 * @param pod the name of the pod that binds them
 */
public record NewBindings(List<Transport> ways, SessionSource source, String pod) {
  public NewBindings {
    ways = ways.stream().distinct().toList();
  }
}
