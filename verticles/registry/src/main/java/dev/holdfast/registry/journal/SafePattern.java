package dev.holdfast.registry.journal;

import dev.holdfast.shared.error.Fault;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses regular expressions whose cost cannot be told from their length.
 *
 * <p>Postgres matches by an automaton, save where a pattern refers back to what it matched; and the
 * automaton of a repetition within a repetition may be larger than any memory. Both are refused,
 * and with them whatever changes the syntax under which the pattern is read here. A statement
 * timeout ends what is slow all the same.
 */
final class SafePattern {
  private static final String IGNORE_CASE = "(?i)";

  private final String pattern;
  private final Deque<Boolean> outer = new ArrayDeque<>();
  private boolean repeats;
  private boolean groupRepeats;
  private int at;

  private SafePattern(String pattern) {
    this.pattern = pattern;
  }

  /**
   * @param charsMax characters (UTF-16 units) that a pattern may have
   * @throws Fault {@code invalid_field}
   */
  static void require(String pattern, int charsMax) {
    if (pattern.isEmpty() || pattern.length() > charsMax) {
      throw refusal("must have 1-" + charsMax + " characters, has " + pattern.length());
    }
    if (pattern.startsWith("***")) {
      throw refusal("must not choose another syntax by ***");
    }
    new SafePattern(pattern).scan();
  }

  /** Two flags: whether this group repeats something, and whether the atom just read does. */
  private void scan() {
    at = pattern.startsWith(IGNORE_CASE) ? IGNORE_CASE.length() : 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '\\' -> escape();
        case '[' -> bracket();
        case '(' -> open();
        case ')' -> close();
        case '*', '+' -> repeat();
        case '{' -> bound();
        case '?' -> repeats = true;
        default -> groupRepeats = false;
      }
    }
  }

  private void escape() {
    if (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c >= '1' && c <= '9') {
        throw refusal("must not have a back-reference");
      }
    }
    groupRepeats = false;
  }

  /** To the bracket that closes it; a bracket in first place, or within a class, does not. */
  private void bracket() {
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    if (at < pattern.length() && pattern.charAt(at) == ']') {
      at++;
    }
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[' && at < pattern.length() && ".:=".indexOf(pattern.charAt(at)) >= 0) {
        int end = pattern.indexOf(pattern.charAt(at) + "]", at + 1);
        at = end < 0 ? pattern.length() : end + 2;
      }
    }
    at++;
    groupRepeats = false;
  }

  private void open() {
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      if (at + 1 >= pattern.length() || pattern.charAt(at + 1) != ':') {
        throw refusal("may have (?: and, in first place, (?i), but no other (?");
      }
      at += 2;
    }
    outer.push(repeats);
    repeats = false;
    groupRepeats = false;
  }

  private void close() {
    groupRepeats = repeats;
    repeats = (!outer.isEmpty() && outer.pop()) || groupRepeats;
  }

  private void repeat() {
    if (groupRepeats) {
      throw refusal("must not repeat a group that repeats something itself");
    }
    repeats = true;
  }

  /** A brace that no digit follows stands for itself. */
  private void bound() {
    if (at == pattern.length() || !Character.isDigit(pattern.charAt(at))) {
      groupRepeats = false;
      return;
    }
    repeat();
    int end = pattern.indexOf('}', at);
    at = end < 0 ? pattern.length() : end + 1;
  }

  private static Fault refusal(String rule) {
    return EntryRules.invalid("regex " + rule);
  }
}
