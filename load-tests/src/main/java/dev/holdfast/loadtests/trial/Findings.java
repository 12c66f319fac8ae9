package dev.holdfast.loadtests.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a trial found: how often it tried, what was broken, and how far things went. */
public final class Findings {
  private static final int TOLD_MAX = 20;

  private final List<String> violations = new ArrayList<>();
  private final Map<String, Double> maxima = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> remarks = new TreeMap<>();
  private final Map<Breach, Long> breaches = new EnumMap<>(Breach.class);
  private long violationCount;
  private long late;
  private long tries;

  /** So many of n were done. */
  public synchronized void tried(long times) {
    tries += times;
  }

  /** The promise was broken. */
  public void violation(String what) {
    violation(Breach.OTHER, what);
  }

  /** The promise was broken in that way. */
  synchronized void violation(Breach breach, String what) {
    violationCount++;
    breaches.merge(breach, 1L, Long::sum);
    if (violations.size() < TOLD_MAX) {
      violations.add(what);
    }
  }

  /** The promise names a time, and it took longer; also a violation, but one of the clock. */
  public synchronized void late(String what) {
    late++;
    violation(what);
  }

  public void check(boolean holds, String otherwise) {
    if (!holds) {
      violation(otherwise);
    }
  }

  void check(boolean holds, Breach breach, String otherwise) {
    if (!holds) {
      violation(breach, otherwise);
    }
  }

  /** How often it was broken in that way. */
  synchronized long breaches(Breach breach) {
    return breaches.getOrDefault(breach, 0L);
  }

  /** Keeps the greatest value of that name. */
  public synchronized void max(String name, double value) {
    maxima.merge(name, value, Math::max);
  }

  public void max(String name, long value) {
    max(name, (double) value);
  }

  public synchronized void count(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  public synchronized void remark(String name, String text) {
    remarks.put(name, text);
  }

  public synchronized long tries() {
    return tries;
  }

  public synchronized long violations() {
    return violationCount;
  }

  /** How many of the violations were only of time. */
  public synchronized long lateness() {
    return late;
  }

  public synchronized long counted(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The first violations, in words. */
  public synchronized List<String> told() {
    return List.copyOf(violations);
  }

  /** Maxima, then counts, then remarks, on one line. */
  public synchronized String details() {
    List<String> parts = new ArrayList<>();
    maxima.forEach((name, value) -> parts.add("max " + name + " " + rounded(value)));
    counts.forEach((name, value) -> parts.add(name + " " + value));
    remarks.forEach((name, text) -> parts.add(name + " " + text));
    return parts.stream().collect(Collectors.joining("; "));
  }

  /** All of it, for programs. */
  synchronized JsonObject json() {
    JsonObject kinds = new JsonObject();
    for (Breach breach : Breach.values()) {
      kinds.put(breach.word(), breaches(breach));
    }
    return new JsonObject()
        .put("tries", tries)
        .put("violations", violationCount)
        .put("by_kind", kinds)
        .put("maxima", new JsonObject(new TreeMap<>(maxima)))
        .put("counts", new JsonObject(new TreeMap<>(counts)))
        .put("remarks", new JsonObject(new TreeMap<>(remarks)))
        .put("told", new JsonArray(List.copyOf(violations)));
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }
}
