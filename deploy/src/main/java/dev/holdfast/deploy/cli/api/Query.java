package dev.holdfast.deploy.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of the HTTP interface with its parameters, percent-encoded. */
public final class Query {
  private final String path;
  private final List<String> parameters = new ArrayList<>();

  /**
   * @param template with {@code %s} for each segment that a person wrote
   */
  public Query(String template, String... segments) {
    Object[] encoded = List.of(segments).stream().map(Query::encoded).toArray();
    this.path = template.formatted(encoded);
  }

  /** Leaves out what is null. */
  public Query with(String name, @Nullable Object value) {
    if (value != null) {
      parameters.add(name + "=" + encoded(value.toString()));
    }
    return this;
  }

  /** Only where it is wanted. */
  public Query flag(String name, boolean wanted) {
    return wanted ? with(name, true) : this;
  }

  public String path() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
