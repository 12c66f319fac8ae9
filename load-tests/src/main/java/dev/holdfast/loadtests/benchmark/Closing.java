package dev.holdfast.loadtests.benchmark;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be closed at the end, the newest first, whatever happens; a program that is told to
 * stop ends it as well.
 */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> all = new ArrayDeque<>();
  private final Thread ending = new Thread(this::closeAll);

  Closing() {
    Runtime.getRuntime().addShutdownHook(ending);
  }

  synchronized <T extends AutoCloseable> T add(T each) {
    all.push(each);
    return each;
  }

  @Override
  public void close() {
    closeAll();
  }

  private synchronized void closeAll() {
    IllegalStateException failed = new IllegalStateException("could not be closed");
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        failed.addSuppressed(e);
      }
    }
    all.clear();
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
