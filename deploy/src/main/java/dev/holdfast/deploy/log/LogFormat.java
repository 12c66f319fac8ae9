package dev.holdfast.deploy.log;

import dev.holdfast.deploy.failure.OperatorFault;
import java.util.Optional;
import java.util.Set;

/** In which form the log is written. It is no setting: the log begins before they are read. */
public final class LogFormat {
  /** The environment variable; logback.xml has appenders of these names. */
  public static final String VARIABLE = "HOLDFAST_LOG_FORMAT";

  private static final Set<String> FORMATS = Set.of("text", "json");

  private LogFormat() {}

  /**
   * Refuses what is no form: nothing at all would be logged.
   *
   * @throws OperatorFault of one line
   */
  public static void check(Optional<String> wanted) {
    wanted
        .filter(format -> !FORMATS.contains(format))
        .ifPresent(format -> {
          throw OperatorFault.usage(VARIABLE + " must be text or json: " + format);
        });
  }
}
