package dev.holdfast.shared.message;

import java.util.List;

/**
 * The bus addresses of the pods that are alive by the database's account, sorted, this one
 * included.
 */
public record Pods(List<String> addresses) {
  public Pods {
    addresses = addresses.stream().sorted().toList();
  }
}
