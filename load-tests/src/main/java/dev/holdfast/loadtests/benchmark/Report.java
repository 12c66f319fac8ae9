package dev.holdfast.loadtests.benchmark;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A table for people and JSON for programs, with all that is needed to doubt the figures. */
final class Report {
  /** A statement like "at least 1.2 times the limit", and what came out. */
  record Ratio(String what, double measured, String goal, boolean met) {
    static Ratio atLeast(String what, double measured, double goal) {
      return new Ratio(what, measured, ">= %.2f".formatted(goal), measured >= goal);
    }

    static Ratio atMost(String what, double measured, double goal) {
      return new Ratio(what, measured, "<= %.2f".formatted(goal), measured <= goal);
    }
  }

  private final String title;
  private final Map<String, Integer> parameters;
  private final Map<String, List<Sample>> samples;

  Report(String title, Map<String, Integer> parameters, Map<String, List<Sample>> samples) {
    this.title = title;
    this.parameters = parameters;
    this.samples = samples;
  }

  /** The median of a contestant's rounds. */
  double median(String contestant, ToDoubleFunction<Sample> figure) {
    List<Sample> rounds = samples.getOrDefault(contestant, List.of());
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  double rate(String contestant) {
    return median(contestant, Sample::perSecond);
  }

  void print(PrintStream out, List<Ratio> ratios, String... notes) throws IOException {
    out.printf("%n%s%n%s, parameters %s%n%n", title, Machine.line(), parameters);
    int width =
        samples.keySet().stream().map(String::length).max(Comparator.naturalOrder()).orElse(0);
    String row = "%-" + width + "s %12s %12s %12s %10s %10s%n";
    out.printf(row, "median of rounds", "per second", "CPU us", "server us", "p50 us", "p99 us");
    for (String name : samples.keySet()) {
      out.printf(
          row,
          name,
          "%,.0f".formatted(rate(name)),
          "%.2f".formatted(median(name, Sample::clientCpuMicros)),
          "%.2f".formatted(median(name, Sample::serverCpuMicros)),
          "%.0f".formatted(median(name, Sample::p50Micros)),
          "%.0f".formatted(median(name, Sample::p99Micros)));
    }
    out.println();
    for (Ratio ratio : ratios) {
      out.printf(
          "%-64s %8.2f  goal %-8s %s%n",
          ratio.what(), ratio.measured(), ratio.goal(), ratio.met() ? "met" : "MISSED");
    }
    for (String note : notes) {
      out.println(note);
    }
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "holdfast-" + slug() + ".json");
    Files.writeString(file, json(ratios, notes).encodePrettily());
    out.println("JSON: " + file);
  }

  private JsonObject json(List<Ratio> ratios, String... notes) {
    JsonObject rounds = new JsonObject();
    samples.forEach((name, all) -> {
      JsonArray list = new JsonArray();
      all.forEach(sample ->
          list.add(
              new JsonObject()
                  .put("operations", sample.operations())
                  .put("nanos", sample.nanos())
                  .put("client_cpu_nanos", sample.clientCpuNanos())
                  .put("server_cpu_nanos", sample.serverCpuNanos())
                  .put("p50_us", sample.p50Micros())
                  .put("p99_us", sample.p99Micros())));
      rounds.put(name, list);
    });
    JsonArray goals = new JsonArray();
    ratios.forEach(ratio ->
        goals.add(
            new JsonObject()
                .put("what", ratio.what())
                .put("measured", ratio.measured())
                .put("goal", ratio.goal())
                .put("met", ratio.met())));
    return new JsonObject()
        .put("benchmark", title)
        .put("machine", Machine.describe())
        .put("parameters", new JsonObject(Map.copyOf(parameters)))
        .put("rounds", rounds)
        .put("goals", goals)
        .put("notes", new JsonArray(List.of(notes)));
  }

  private String slug() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
