package dev.holdfast.tasks.agent.process;

/** Takes lines, each with its line end where it had one. */
public interface LineTaker {
  /**
   * Takes one line.
   *
   * @param line empty to say only that nothing more is ready
   * @param more whether more can be read at once, so that lines may be gathered
   */
  void take(String line, boolean more) throws InterruptedException;
}
