package dev.holdfast.tasks.agent.process;

import dev.holdfast.tasks.agent.AgentSink;

/** Gathers lines that come together into one event. */
public final class TextLines implements LineTaker {
  private final String stream;
  private final AgentSink sink;
  private final StringBuilder gathered = new StringBuilder();

  public TextLines(String stream, AgentSink sink) {
    this.stream = stream;
    this.sink = sink;
  }

  @Override
  public void take(String line, boolean more) throws InterruptedException {
    gathered.append(line);
    if (!gathered.isEmpty() && (!more || gathered.length() >= OutputPump.CHUNK_CHARS_MAX)) {
      sink.output(stream, gathered.toString());
      gathered.setLength(0);
    }
  }
}
