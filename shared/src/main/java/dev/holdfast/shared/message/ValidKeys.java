package dev.holdfast.shared.message;

import java.util.Set;

/** Those of the keys asked for that are known, not expired and not revoked. */
public record ValidKeys(Set<String> keyIds) {
  public ValidKeys {
    keyIds = Set.copyOf(keyIds);
  }
}
