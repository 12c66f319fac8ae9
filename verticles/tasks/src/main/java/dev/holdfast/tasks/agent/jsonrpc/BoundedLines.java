package dev.holdfast.tasks.agent.jsonrpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 lines of a stream without their ends, none longer than a limit. */
public final class BoundedLines {
  /** A line is longer than the limit. */
  public static final class LineTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    public LineTooLong(int bytesMax) {
      super("a line of more than " + bytesMax + " bytes");
    }
  }

  private final InputStream stream;
  private final int bytesMax;

  public BoundedLines(InputStream stream, int bytesMax) {
    this.stream = new BufferedInputStream(stream, 16_384);
    this.bytesMax = bytesMax;
  }

  /** The next line; empty at the end. A last line without an end counts. */
  public Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    while ((b = stream.read()) >= 0 && b != '\n') {
      if (line.size() >= bytesMax) {
        throw new LineTooLong(bytesMax);
      }
      line.write(b);
    }
    if (b < 0 && line.size() == 0) {
      return Optional.empty();
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
