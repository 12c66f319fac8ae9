package dev.holdfast.loadtests.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load programs of the databases' makers, where the machine has them. */
final class Tool {
  private Tool() {}

  static boolean isHere(String program) {
    try {
      return new ProcessBuilder(program, "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What it printed; an exit code other than 0 is a failure. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.getFirst() + " failed: " + printed);
    }
    return printed;
  }

  static double number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    return Optional.of(found)
        .filter(Matcher::find)
        .map(match -> Double.parseDouble(match.group(1)))
        .orElseThrow(() -> new IllegalStateException("no " + pattern + " in: " + text));
  }
}
