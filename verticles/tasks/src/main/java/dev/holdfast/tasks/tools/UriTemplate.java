package dev.holdfast.tasks.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether an address may come from a template (RFC 6570, level 1): an expression stands for any
 * characters but a slash; of the operators only {@code +} lets slashes in.
 */
final class UriTemplate {
  private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]*)}");

  private UriTemplate() {}

  static boolean matches(String template, String uri) {
    StringBuilder regex = new StringBuilder();
    Matcher expressions = EXPRESSION.matcher(template);
    int from = 0;
    while (expressions.find()) {
      regex.append(Pattern.quote(template.substring(from, expressions.start())));
      regex.append(expressions.group(1).startsWith("+") ? ".+" : "[^/]+");
      from = expressions.end();
    }
    regex.append(Pattern.quote(template.substring(from)));
    return uri.matches(regex.toString());
  }
}
