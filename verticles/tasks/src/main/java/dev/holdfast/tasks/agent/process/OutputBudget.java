package dev.holdfast.tasks.agent.process;

/** How much of an agent's output still becomes events; shared by all its streams. */
public final class OutputBudget {
  private final long max;
  private long seen;

  public OutputBudget(long max) {
    this.max = max;
  }

  /** Whether these bytes may still be kept; they are counted in any case. */
  public synchronized boolean take(int bytes) {
    seen += bytes;
    return seen <= max;
  }

  public synchronized long seen() {
    return seen;
  }

  public synchronized boolean exceeded() {
    return seen > max;
  }

  public long max() {
    return max;
  }
}
