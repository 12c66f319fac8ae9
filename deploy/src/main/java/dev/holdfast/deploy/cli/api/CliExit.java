package dev.holdfast.deploy.cli.api;

/** The exit codes of commands that speak to pods, beside 0 and 2 (usage). */
public final class CliExit {
  /** The service refused or failed. */
  public static final int REFUSED = 1;

  /** No pod answered. */
  public static final int UNREACHABLE = 3;

  /** The token is missing, wrong or not allowed to do this. */
  public static final int NOT_ALLOWED = 4;

  /** There is no such session or task, or it is gone. */
  public static final int NOT_FOUND = 5;

  /** The task that was watched ended without being completed. */
  public static final int NOT_COMPLETED = 6;

  private CliExit() {}

  /** For an HTTP status that is not a success. */
  static int ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> NOT_ALLOWED;
      case 404, 410 -> NOT_FOUND;
      default -> REFUSED;
    };
  }
}
