package dev.holdfast.tasks.agent.command;

import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one stream of a program into events: text in chunks of whole lines as they come, or a JSON
 * object a line.
 *
 * <p>Always reads to the end, so that a program never blocks on a full pipe because its output is
 * no longer kept.
 */
final class OutputPump {
  private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);
  private static final int CHUNK_CHARS_MAX = 16_384;
  private static final int JSON_LINE_CHARS_MAX = 1 << 20;

  private OutputPump() {}

  static void stdout(
      Process process,
      AgentSpec.Format format,
      AgentSink sink,
      OutputBudget budget,
      CommandResult result) {
    InputStream stream = process.getInputStream();
    switch (format) {
      case TEXT ->
          pump(stream, "stdout", CHUNK_CHARS_MAX, new TextLines("stdout", sink), sink, budget);
      case JSONL ->
          pump(stream, "stdout", JSON_LINE_CHARS_MAX, new JsonLines(sink, result), sink, budget);
    }
  }

  static void stderr(Process process, AgentSink sink, OutputBudget budget, CommandResult result) {
    TextLines text = new TextLines("stderr", sink);
    pump(
        process.getErrorStream(),
        "stderr",
        CHUNK_CHARS_MAX,
        (line, more) -> {
          result.errorLine(line);
          text.take(line, more);
        },
        sink,
        budget);
  }

  private static void pump(
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

  /** Takes lines, each with its line end where it had one. */
  interface LineTaker {
    /**
     * Takes one line.
     *
     * @param line empty to say only that nothing more is ready
     * @param more whether more can be read at once, so that lines may be gathered
     */
    void take(String line, boolean more) throws InterruptedException;
  }

  /** Gathers lines that come together into one event. */
  private static final class TextLines implements LineTaker {
    private final String stream;
    private final AgentSink sink;
    private final StringBuilder gathered = new StringBuilder();

    TextLines(String stream, AgentSink sink) {
      this.stream = stream;
      this.sink = sink;
    }

    @Override
    public void take(String line, boolean more) throws InterruptedException {
      gathered.append(line);
      if (!gathered.isEmpty() && (!more || gathered.length() >= CHUNK_CHARS_MAX)) {
        sink.output(stream, gathered.toString());
        gathered.setLength(0);
      }
    }
  }

  /** Reads each line as a JSON object; a line that is none is output. */
  private record JsonLines(AgentSink sink, CommandResult result) implements LineTaker {
    @Override
    public void take(String line, boolean more) throws InterruptedException {
      if (line.isBlank()) {
        return;
      }
      switch (CommandOutputCodec.parse(line)) {
        case CommandLine.Counted counted -> sink.progress(counted.progress());
        case CommandLine.Said said -> sink.output("stdout", said.text());
        case CommandLine.Finished finished -> result.set(finished.result());
      }
    }
  }
}
