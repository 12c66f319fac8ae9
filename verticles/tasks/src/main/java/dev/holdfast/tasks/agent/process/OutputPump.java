package dev.holdfast.tasks.agent.process;

import dev.holdfast.tasks.agent.AgentSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one stream of a program into events, line by line.
 *
 * <p>Always reads to the end, so that a program never blocks on a full pipe because its output is
 * no longer kept.
 */
public final class OutputPump {
  /** Characters of text that make an event. */
  public static final int CHUNK_CHARS_MAX = 16_384;

  private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);

  private OutputPump() {}

  /** Text on standard error, in chunks of whole lines as they come. */
  public static void stderr(Process process, AgentSink sink, OutputBudget budget, LastWords words) {
    TextLines text = new TextLines("stderr", sink);
    pump(
        process.getErrorStream(),
        "stderr",
        CHUNK_CHARS_MAX,
        (line, more) -> {
          words.heard(line);
          text.take(line, more);
        },
        sink,
        budget);
  }

  /**
   * Reads to the end.
   *
   * @param lineCharsMax a longer line is taken in parts
   */
  public static void pump(
      InputStream stream,
      String name,
      int lineCharsMax,
      LineTaker taker,
      AgentSink sink,
      OutputBudget budget) {
    boolean told = false;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      LineReader lines = new LineReader(reader, lineCharsMax);
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (budget.take(line.getBytes(StandardCharsets.UTF_8).length)) {
          taker.take(line, reader.ready());
        } else if (!told) {
          told = true;
          taker.take("", false);
          sink.output(name, "[output past " + budget.max() + " bytes is not kept]\n");
        }
      }
      taker.take("", false);
    } catch (IOException e) {
      LOG.debug("{} of a program ended early", name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
