package dev.holdfast.tasks.agent.command;

/** How much of a program's output still becomes events; shared by its two streams. */
final class OutputBudget {
  private final long max;
  private long seen;

  OutputBudget(long max) {
    this.max = max;
  }

  /** Whether these bytes may still be kept; they are counted in any case. */
  synchronized boolean take(int bytes) {
    seen += bytes;
    return seen <= max;
  }

  synchronized long seen() {
    return seen;
  }

  synchronized boolean exceeded() {
    return seen > max;
  }

  long max() {
    return max;
  }
}
