package dev.holdfast.deploy.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines of a stream that says something now and then; one that stays silent counts as ended,
 * because the pod may be frozen and its connection still stand.
 */
final class Lines implements AutoCloseable {
  private static final int AHEAD = 1024;
  private static final long SILENCE_S = 30;

  private final InputStream source;
  private final BlockingQueue<Optional<String>> read = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;

  Lines(InputStream source) {
    this.source = source;
    this.reader = Thread.ofVirtual().start(this::pump);
  }

  private void pump() {
    try {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read.put(Optional.of(line));
        }
      } catch (IOException e) {
        // the connection is gone: the same as an end
      }
      read.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Empty when there are no more. */
  Optional<String> next() throws InterruptedException {
    Optional<String> line = read.poll(SILENCE_S, TimeUnit.SECONDS);
    return line == null ? Optional.empty() : line;
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      source.close();
    } catch (IOException e) {
      // it was lost before
    }
  }
}
