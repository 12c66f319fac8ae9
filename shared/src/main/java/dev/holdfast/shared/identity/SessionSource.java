package dev.holdfast.shared.identity;

import java.util.Locale;

/** Why a request resolved to its session, in the order in which the sources are tried. */
public enum SessionSource {
  /** The client named the session. */
  CLIENT,
  /** The transport was bound to it before. */
  TRANSPORT,
  /** The stable key was bound to it before. */
  STABLE,
  /** Nothing was known: a new id was made. */
  MINTED;

  /** The value of {@code session_source} on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
