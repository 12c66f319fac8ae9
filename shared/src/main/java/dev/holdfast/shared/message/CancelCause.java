package dev.holdfast.shared.message;

import java.util.Locale;

/** For whose sake a running task is to end. */
public enum CancelCause {
  /** Its owner asked for it. */
  OWNER,
  /** The task of which it is a part ended, or is to. */
  PARENT,
  /** Its session ended. */
  SESSION,
  /** Another task of its session is to come now. */
  SUCCESSOR;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
