package dev.holdfast.shared.identity;

import java.util.Locale;

/** What an API key allows. */
public enum KeyScope implements Scope {
  /** Everything a principal does with its own sessions and tasks. */
  SESSION,
  /** Beside that, the API keys of its own tenant. */
  ADMIN;

  @Override
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that wire name. */
  public static KeyScope ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
