package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what stands around the message.
 *
 * @param correlationId the id under which the request is told of in the tasks it makes
 * @param place where a stream that answers it would stand
 */
public record Exchange(Access access, Headers headers, String correlationId, Place place) {
  /** The headers of the request. */
  public interface Headers {
    /** Its value without the white space around it; null where it is absent. */
    @Nullable String get(CharSequence name);
  }

  public Principal principal() {
    return access.principal();
  }
}
