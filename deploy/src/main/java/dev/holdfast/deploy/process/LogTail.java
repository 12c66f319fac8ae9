package dev.holdfast.deploy.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a message of one line. */
public final class LogTail {
  /** Begins the line with which our own commands end when they cannot go on. */
  public static final String FAILURE = "holdfast: ";

  private LogTail() {}

  /** The failure a command of ours ended with, else the last line; and where to read the rest. */
  public static String of(Path log) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
      String last = lines.isEmpty() ? "" : lines.getLast().strip();
      String told =
          lines.stream().filter(line -> line.startsWith(FAILURE)).reduce(last, (a, b) -> b);
      String plain = told.startsWith(FAILURE) ? told.substring(FAILURE.length()) : told;
      return plain + " (log: " + log + ")";
    } catch (IOException e) {
      return "see " + log;
    }
  }
}
