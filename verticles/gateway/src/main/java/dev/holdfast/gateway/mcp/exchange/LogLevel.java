package dev.holdfast.gateway.mcp.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a log message matters (RFC 5424, section 6.2.1), the least first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty where no level has that name. */
  public static Optional<LogLevel> ofWire(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
