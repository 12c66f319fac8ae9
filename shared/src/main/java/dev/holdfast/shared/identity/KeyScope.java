package dev.holdfast.shared.identity;

import java.util.Locale;

/** What an API key allows. */
public enum KeyScope implements Scope {
  /** Everything a principal does with its own sessions and tasks. */
  SESSION,
  /** Beside that, the API keys of its own tenant. */
  ADMIN,
  /**
   * Beside what a principal does, a look at the fleet as a whole. Made by who reaches the database,
   * never over HTTP.
   */
  OPERATOR;

  @Override
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that wire name. */
  public static KeyScope ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
