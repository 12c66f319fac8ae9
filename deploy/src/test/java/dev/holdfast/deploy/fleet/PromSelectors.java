package dev.holdfast.deploy.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus takes from what a pod tells: the metrics it selects and the labels it
 * groups them by. Labels that Prometheus itself adds to what it scrapes are taken for granted.
 */
final class PromSelectors {
  private static final Set<String> ADDED = Set.of("namespace", "pod", "instance", "job");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:holdfast|vertx|jvm|process|system)_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

  private PromSelectors() {}

  /**
   * What of the query no pod answers; empty where each of its metrics is told with such labels.
   *
   * @param told what a pod answers at {@code /metrics}
   */
  static List<String> unanswered(String query, String told) {
    List<String> missing = new ArrayList<>();
    Set<String> labels = new LinkedHashSet<>(ADDED);
    int found = 0;
    Matcher selectors = SELECTOR.matcher(query);
    while (selectors.find()) {
      List<Map<String, String>> series = series(told, selectors.group(1));
      String matchers = selectors.group(2) == null ? "" : selectors.group(2);
      series.removeIf(each -> !matches(each, matchers));
      if (series.isEmpty()) {
        missing.add(selectors.group());
      }
      series.forEach(each -> labels.addAll(each.keySet()));
      found++;
    }
    Matcher groupings = GROUPING.matcher(query);
    while (groupings.find()) {
      for (String label : groupings.group(1).split(",\\s*", -1)) {
        if (!labels.contains(label)) {
          missing.add("by " + label);
        }
      }
    }
    if (found == 0) {
      missing.add("no metric in: " + query);
    }
    return missing;
  }

  private static List<Map<String, String>> series(String told, String name) {
    List<Map<String, String>> series = new ArrayList<>();
    told.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .forEach(line -> {
          Map<String, String> labels = new HashMap<>();
          Matcher each = MATCHER.matcher(line);
          while (each.find()) {
            labels.put(each.group(1), each.group(3));
          }
          series.add(labels);
        });
    return series;
  }

  private static boolean matches(Map<String, String> series, String matchers) {
    Matcher each = MATCHER.matcher(matchers);
    while (each.find()) {
      if (!ADDED.contains(each.group(1))) {
        String value = series.getOrDefault(each.group(1), "");
        boolean fits =
            switch (each.group(2)) {
              case "=" -> value.equals(each.group(3));
              case "!=" -> !value.equals(each.group(3));
              case "=~" -> value.matches(each.group(3));
              case "!~" -> !value.matches(each.group(3));
              case String other -> throw new IllegalStateException(other);
            };
        if (!fits) {
          return false;
        }
      }
    }
    return true;
  }
}
