package dev.holdfast.deploy.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a command prints: lines, and on a terminal a last line that changes. */
public final class Screen {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final Output output;
  private final boolean terminal;
  private boolean barShown;

  Screen(PrintStream out, Output output, boolean terminal) {
    this.out = out;
    this.output = output;
    this.terminal = terminal;
  }

  /** Standard output, in UTF-8. */
  public static Screen standard(Output output) {
    return new Screen(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        output,
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /** What a person sees, or all of what the pod answered. */
  public void show(JsonNode answer, Table table) {
    switch (output) {
      case JSON -> line(Plain.json(answer));
      case TABLE -> table.lines().forEach(this::line);
    }
  }

  /** The same for one thing that fits on a line. */
  public void show(JsonNode answer, String line) {
    line(output == Output.JSON ? Plain.json(answer) : Plain.line(line));
  }

  /** A bar below everything; nothing where nobody looks or a program reads. */
  public void bar(String text) {
    if (terminal && output == Output.TABLE) {
      out.print(CLEAR_LINE + Plain.line(text));
      out.flush();
      barShown = true;
    }
  }

  private void line(String text) {
    if (barShown) {
      out.print(CLEAR_LINE);
      barShown = false;
    }
    out.println(text);
  }
}
