package dev.holdfast.tasks.agent.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives a program its task's text and then what the task's owner sends, a JSON line each, on a
 * standard input that stays open: until a turn has ended and nothing was sent meanwhile, or the
 * program ends.
 *
 * <p>What the program does not take, because it closed its input, is told as it comes. A line that
 * was written counts as taken: nothing says whether the program read it.
 */
final class TextFeed {
  private static final int LOOK_MS = 250;

  private final Process process;
  private final String first;
  private final OwnerTexts texts;
  private final Semaphore turnsEnded = new Semaphore(0);
  private final AtomicInteger settled = new AtomicInteger();

  TextFeed(Process process, String first, OwnerTexts texts) {
    this.process = process;
    this.first = first;
    this.texts = texts;
  }

  /** The program told the end of a turn. */
  void turnEnded() {
    turnsEnded.release();
  }

  /** How many texts the program got, or were told as undelivered. */
  int settled() {
    return settled.get();
  }

  /** Returns when the input is closed and, where the program closed it, the program has ended. */
  void run() {
    try {
      if (!feed()) {
        tellUntilItEnds();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False where the program closed its input. */
  private boolean feed() throws InterruptedException {
    try (OutputStream input = process.getOutputStream()) {
      write(input, first);
      boolean over = false;
      while (process.isAlive()) {
        List<String> more = texts.after(settled.get());
        for (String text : more) {
          write(input, text);
          settled.incrementAndGet();
        }
        if (over && more.isEmpty()) {
          return true;
        }
        over = turnsEnded.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
        turnsEnded.drainPermits();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void tellUntilItEnds() throws InterruptedException {
    while (process.isAlive()) {
      int told = texts.tellUndelivered(settled.get(), "the program closed its standard input");
      settled.addAndGet(told);
      process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static void write(OutputStream input, String text) throws IOException {
    input.write(UserLineCodec.encode(text).getBytes(StandardCharsets.UTF_8));
    input.flush();
  }
}
