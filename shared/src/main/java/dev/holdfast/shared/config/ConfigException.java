package dev.holdfast.shared.config;

/**
 * The configuration cannot be used; the message is one line for the operator, naming key, limit and
 * value.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message, null, false, false);
  }
}
