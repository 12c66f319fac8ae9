package dev.holdfast.tasks.agent;

import java.io.IOException;
import java.util.Map;

/** An agent's server, asked beside all tasks; every call blocks. */
public interface McpDoor {
  /**
   * What it offers.
   *
   * @throws IOException where it cannot be reached, does not answer, or is not understood
   */
  Offered offered() throws IOException, InterruptedException;

  /**
   * The members of its answer, each as JSON text.
   *
   * @param params one JSON object as text
   * @param cancellation ends the conversation; the answer is then a failure
   * @throws IOException where it cannot be reached, does not answer, or is not understood
   * @throws Refused where it refuses
   */
  Map<String, String> ask(String method, String params, Cancellation cancellation)
      throws IOException, Refused, InterruptedException;

  /** The server understood, and refused. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    public Refused(String why) {
      super(why, null, false, false);
    }
  }
}
