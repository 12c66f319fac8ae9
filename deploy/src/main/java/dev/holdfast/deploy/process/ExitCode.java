package dev.holdfast.deploy.process;

/** What an exit value says. */
public final class ExitCode {
  private static final int BY_SIGNAL = 128;

  private ExitCode() {}

  /** For example {@code killed by signal 9} or {@code exit code 1}. */
  public static String told(int value) {
    return value > BY_SIGNAL ? "killed by signal " + (value - BY_SIGNAL) : "exit code " + value;
  }
}
