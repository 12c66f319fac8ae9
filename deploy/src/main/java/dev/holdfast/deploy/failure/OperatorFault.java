package dev.holdfast.deploy.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A command cannot go on; the message is one line that names the thing and the remedy. */
public final class OperatorFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit code where the command line or the configuration is at fault. */
  public static final int USAGE = 2;

  /** The exit code where the surroundings are at fault. */
  public static final int RUNTIME = 1;

  private final int exitCode;

  private OperatorFault(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  public static OperatorFault usage(String message) {
    return new OperatorFault(USAGE, message);
  }

  public static OperatorFault runtime(String message) {
    return new OperatorFault(RUNTIME, message);
  }

  /** For a command that ends as a process it started did. */
  public static OperatorFault exit(int code, String message) {
    return new OperatorFault(code, message);
  }

  public int exitCode() {
    return exitCode;
  }

  /** The reason in a foreign exception, on one line. */
  public static String reason(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> firstLine(failure);
    };
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text).strip();
  }
}
