package dev.holdfast.shared.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the nearest known name, by edit distance. */
public final class Suggestion {
  private Suggestion() {}

  /** A phrase for an error message: the nearest name, or all names where none is near. */
  public static String of(String unknown, Collection<String> known) {
    Optional<String> nearest =
        known.stream().min(Comparator.comparingInt(name -> distance(unknown, name)));
    if (nearest.isPresent()
        && distance(unknown, nearest.get()) <= Math.max(2, unknown.length() / 3)) {
      return "did you mean " + nearest.get() + "?";
    }
    return known.isEmpty() ? "none is known" : "known: " + String.join(", ", known);
  }

  /** Levenshtein distance, one row at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
