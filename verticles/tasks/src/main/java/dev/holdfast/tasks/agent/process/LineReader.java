package dev.holdfast.tasks.agent.process;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Lines with their line ends, none longer than a limit: a program that never ends its line must not
 * fill the memory.
 */
final class LineReader {
  private final Reader reader;
  private final int lengthMax;
  private final StringBuilder line = new StringBuilder();

  LineReader(Reader reader, int lengthMax) {
    this.reader = reader;
    this.lengthMax = lengthMax;
  }

  /** The next line, or the next part of a long one; null at the end. */
  @Nullable String next() throws IOException {
    line.setLength(0);
    int c;
    while ((c = reader.read()) >= 0) {
      line.append((char) c);
      if (c == '\n' || (line.length() >= lengthMax && !Character.isHighSurrogate((char) c))) {
        return line.toString();
      }
    }
    return line.isEmpty() ? null : line.toString();
  }
}
