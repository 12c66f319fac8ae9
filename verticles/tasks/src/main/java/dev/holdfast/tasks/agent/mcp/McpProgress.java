package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Progress;

/**
 * A progress notification.
 *
 * @param token which call it is of, as JSON
 * @param done in the server's own unit
 * @param total 0 where the server does not know it
 * @param message empty for none
 */
record McpProgress(String token, double done, double total, String message) {
  private static final long PERCENT = 100;

  /** As iterations: the server's own numbers where they are whole, else hundredths of the total. */
  Progress iterations() {
    boolean whole = done == Math.rint(done) && total == Math.rint(total);
    if (whole || total <= 0) {
      return new Progress((long) Math.max(0, done), (long) Math.max(0, total), 0, 0);
    }
    long percent = Math.round(Math.clamp(done / total, 0, 1) * PERCENT);
    return new Progress(percent, PERCENT, 0, 0);
  }
}
