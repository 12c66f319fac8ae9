package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.fault.Fault;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@link FleetTrial} for a time, with faults of one's choice, told as a table and as JSON. */
public final class FleetFaults {
  private FleetFaults() {}

  /**
   * {@code --minutes=2}, {@code --seed}, {@code --faults} by their words, separated by commas
   * (all), {@code --pods=3}, {@code --json} the file that is to have the findings. Exit code 1 on
   * any violation, 2 for a wrong option.
   */
  public static void main(String[] args) {
    System.exit(
        Program.run(() -> {
          Options options =
              Options.read(
                  Map.of(
                      "minutes",
                      "2",
                      "seed",
                      Program.freshSeed(),
                      "faults",
                      "",
                      "pods",
                      "3",
                      "json",
                      ""),
                  args);
          FleetTrial trial = new FleetTrial(faults(options.text("faults")));
          long seed = options.longNumber("seed");
          long nanos = TimeUnit.SECONDS.toNanos(Math.round(60 * options.decimal("minutes")));
          System.out.println("seed " + seed);
          Findings findings = new Findings();
          try (Stage stage = Stage.open(options.number("pods"))) {
            long until = System.nanoTime() + nanos;
            trial.run(stage, done -> System.nanoTime() - until >= 0, new Random(seed), findings);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.violation("interrupted");
          }
          tell(findings);
          write(options.text("json"), findings.json().put("seed", seed));
          return findings.violations() == 0;
        }));
  }

  private static List<Fault> faults(String words) {
    if (words.isEmpty()) {
      return Fault.anywhere();
    }
    List<Fault> chosen = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      List<Fault> fault = Fault.of(word);
      if (fault.isEmpty() || !Fault.anywhere().containsAll(fault)) {
        throw new Options.Wrong(
            "unknown fault "
                + word
                + "; known: "
                + Fault.anywhere().stream().map(Fault::word).collect(Collectors.joining(", ")));
      }
      chosen.addAll(fault);
    }
    return chosen;
  }

  private static void tell(Findings findings) {
    findings.told().forEach(violation -> System.out.println("VIOLATION " + violation));
    System.out.println("| what | count |");
    System.out.println("|---|---|");
    for (Breach breach : Breach.values()) {
      System.out.println("| " + breach.word() + " | " + findings.breaches(breach) + " |");
    }
    System.out.println("| faults | " + findings.tries() + " |");
    System.out.println(findings.details());
  }

  private static void write(String file, JsonObject findings) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(Path.of(file), findings.encodePrettily());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
