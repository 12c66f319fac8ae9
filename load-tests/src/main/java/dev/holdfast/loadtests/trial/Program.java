package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Runs trials on a stage and tells what came of them. */
public final class Program {
  static final int PODS = 3;
  private static final double SCALE = 0.1;

  /** One line of the table. */
  record Row(Trial trial, int n, long seed, Findings findings, double seconds) {
    boolean holds() {
      return findings.violations() == 0 && findings.tries() >= n;
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %d | %d | %d | %s | %d | %.0f |",
          trial.promise(),
          trial.name(),
          trial.wanted(),
          findings.tries(),
          findings.violations(),
          findings.details(),
          seed,
          seconds);
    }
  }

  private Program() {}

  /**
   * Runs one trial alone: {@code --n}, by default a tenth of what the promise was made with, and
   * {@code --seed}. Ends the process with 0 where the promise held, 1 where not, 2 for a wrong
   * option.
   */
  static void main(Trial trial, String... args) {
    System.exit(
        run(() -> {
          Options options =
              Options.read(
                  Map.of("n", Integer.toString(scaled(trial, SCALE)), "seed", freshSeed()), args);
          try (Stage stage = Stage.open(PODS)) {
            Row row = tell(run(trial, stage, options.number("n"), options.longNumber("seed")));
            return row.holds();
          }
        }));
  }

  /** What a program does. */
  interface Body {
    boolean holds();
  }

  /** The exit code: 0 where it holds, 1 where not, 2 for a wrong option. */
  static int run(Body body) {
    try {
      return body.holds() ? 0 : 1;
    } catch (Options.Wrong e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  /** The arguments, with an option that goes by another name as well. */
  static String[] renamed(String[] args, String from, String to) {
    return Arrays.stream(args)
        .map(arg -> arg.replaceFirst("^--" + from + "=", "--" + to + "="))
        .toArray(String[]::new);
  }

  static String freshSeed() {
    return Long.toString(System.nanoTime());
  }

  static int scaled(Trial trial, double scale) {
    return (int) Math.max(1, Math.round(trial.wanted() * scale));
  }

  /** Runs a trial on a stage that is settled before; an exception counts as a violation. */
  static Row run(Trial trial, Stage stage, int n, long seed) {
    System.out.printf("%s %s n %d seed %d%n", trial.promise(), trial.name(), n, seed);
    Findings findings = new Findings();
    long began = System.nanoTime();
    try {
      stage.settle();
      trial.run(stage, n, new Random(seed), findings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.violation("interrupted");
    } catch (Exception e) {
      findings.violation("the trial itself failed: " + stackTrace(e));
    }
    return new Row(trial, n, seed, findings, (System.nanoTime() - began) / 1e9);
  }

  static Row tell(Row row) {
    row.findings().told().forEach(violation -> System.out.println("VIOLATION " + violation));
    System.out.println(row.line());
    return row;
  }

  static List<String> table(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("| promise | trial | n wanted | n run | violations | found | seed | seconds |");
    lines.add("|---|---|---|---|---|---|---|---|");
    rows.forEach(row -> lines.add(row.line()));
    return lines;
  }

  private static String stackTrace(Exception failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
