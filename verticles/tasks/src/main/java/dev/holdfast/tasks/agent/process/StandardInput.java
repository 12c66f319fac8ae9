package dev.holdfast.tasks.agent.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Gives a program its task's text, then the end of its input. */
public final class StandardInput {
  private StandardInput() {}

  public static void write(Process process, String text) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program need not read its input: it may have closed it, or be gone.
      return;
    }
  }
}
