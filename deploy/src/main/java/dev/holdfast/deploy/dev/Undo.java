package dev.holdfast.deploy.dev;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be done to undo what was started, the newest first. */
final class Undo implements AutoCloseable {
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private volatile boolean closing;

  void add(Runnable step) {
    steps.push(step);
  }

  /** Whether what ends now was meant to. */
  boolean isClosing() {
    return closing;
  }

  /** Takes every step, also when one before it failed. */
  @Override
  public void close() {
    closing = true;
    RuntimeException first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
