package dev.holdfast.deploy.process;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops a process: asks with a signal, waits, and kills what does not listen. */
public final class Stopping {
  private static final long AFTER_KILL_MS = 5_000;

  private Stopping() {}

  /**
   * Ends the process.
   *
   * @param signal the name of the signal that asks it, such as {@code TERM}
   * @param patienceMs milliseconds until it is killed
   */
  public static void stop(ProcessHandle process, String signal, long patienceMs) {
    signal(process, signal);
    if (!ends(process, patienceMs)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      ends(process, AFTER_KILL_MS);
    }
  }

  /** Sends a signal; nothing happens when the process is gone. */
  public static void signal(ProcessHandle process, String signal) {
    if (signal.equals("TERM")) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy(); // no kill on this system: TERM is the best there is
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the process has ended, at most so many milliseconds. */
  public static boolean ends(ProcessHandle process, long patienceMs) {
    try {
      process.onExit().get(patienceMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
