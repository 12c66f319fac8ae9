package dev.holdfast.shared.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of what a server answered, in their order, each as JSON text. */
public record ServerAnswer(Map<String, String> members) {
  public ServerAnswer {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }
}
