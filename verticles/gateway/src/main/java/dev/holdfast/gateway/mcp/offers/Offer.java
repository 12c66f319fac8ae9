package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.function.Consumer;

/**
 * What a request for something offered came to.
 *
 * @param members writes the members of the result
 * @param kept whether it is one of the results that say how long a client may keep them
 */
public record Offer(Consumer<JsonOut> members, boolean kept) {
  static Offer once(Consumer<JsonOut> members) {
    return new Offer(members, false);
  }

  static Offer kept(Consumer<JsonOut> members) {
    return new Offer(members, true);
  }
}
