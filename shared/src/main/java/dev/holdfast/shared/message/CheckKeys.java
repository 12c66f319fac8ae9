package dev.holdfast.shared.message;

import java.util.Set;

/** Asks which of these keys are still valid. One question for all connections of a gateway. */
public record CheckKeys(Set<String> keyIds) {
  public CheckKeys {
    keyIds = Set.copyOf(keyIds);
  }
}
