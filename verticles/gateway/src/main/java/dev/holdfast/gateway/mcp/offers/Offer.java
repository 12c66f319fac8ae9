package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request for something offered came to.
 *
 * @param members writes the members of the result
 * @param kept whether it is one of the results that say how long a client may keep them
 * @param wanting what a server wants of the client first; then there is no result so far
 */
public record Offer(Consumer<JsonOut> members, boolean kept, Optional<Wanting> wanting) {
  /**
   * What a server wants to know (SEP-2322).
   *
   * @param requests by name: one JSON object as text
   * @param state what it wants to be told again with the answers; empty where it wants nothing
   */
  public record Wanting(String requests, String state) {}

  static Offer once(Consumer<JsonOut> members) {
    return new Offer(members, false, Optional.empty());
  }

  static Offer kept(Consumer<JsonOut> members) {
    return new Offer(members, true, Optional.empty());
  }

  /**
   * A page of a list.
   *
   * @param items each one JSON value as text
   * @param next where the next page begins; null on the last
   */
  static Offer page(String name, List<String> items, @Nullable String next) {
    return kept(out -> {
      out.json(name, "[" + String.join(",", items) + "]");
      if (next != null) {
        out.text("nextCursor", next);
      }
    });
  }

  static Offer wanting(Wanting wanting) {
    return new Offer(none -> {}, false, Optional.of(wanting));
  }
}
