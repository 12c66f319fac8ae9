package dev.holdfast.tasks.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether an address may come from a template (RFC 6570, level 1): an expression stands for any
 * characters but a slash; of the operators only {@code +} lets slashes in.
 *
 * <p>Takes steps of the order of both lengths multiplied, whatever they say: templates and
 * addresses are others' words.
 */
final class UriTemplate {
  private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]*)}");

  private UriTemplate() {}

  static boolean matches(String template, String uri) {
    // How far into the address the pieces so far can reach.
    boolean[] reached = new boolean[uri.length() + 1];
    reached[0] = true;
    Matcher expressions = EXPRESSION.matcher(template);
    int from = 0;
    while (expressions.find()) {
      reached = literal(reached, template.substring(from, expressions.start()), uri);
      reached = expression(reached, expressions.group(1).startsWith("+"), uri);
      from = expressions.end();
    }
    return literal(reached, template.substring(from), uri)[uri.length()];
  }

  private static boolean[] literal(boolean[] reached, String literal, String uri) {
    boolean[] next = new boolean[reached.length];
    for (int at = 0; at + literal.length() <= uri.length(); at++) {
      next[at + literal.length()] = reached[at] && uri.startsWith(literal, at);
    }
    return next;
  }

  private static boolean[] expression(boolean[] reached, boolean slashes, String uri) {
    boolean[] next = new boolean[reached.length];
    for (int at = 0; at < uri.length(); at++) {
      next[at + 1] = (slashes || uri.charAt(at) != '/') && (reached[at] || next[at]);
    }
    return next;
  }
}
