package dev.holdfast.shared.message;

import java.util.Locale;

/** Where a pod is in its life, as it says itself. */
public enum PodLife {
  STARTING,
  READY,
  DRAINING;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
