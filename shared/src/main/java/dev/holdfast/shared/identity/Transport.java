package dev.holdfast.shared.identity;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;

/**
 * One way in, and its own id as the client states it.
 *
 * @param kind what sort of transport
 * @param id 1-200 visible ASCII characters (0x21-0x7E); a value from the client, so never logged as
 *     it is
 */
public record Transport(TransportKind kind, String id) {
  public static final int LENGTH_MAX = 200;

  public Transport {
    if (id.isEmpty()
        || id.length() > LENGTH_MAX
        || !id.chars().allMatch(c -> c >= 0x21 && c <= 0x7E)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "transport id must be 1-" + LENGTH_MAX + " visible ASCII characters");
    }
  }
}
