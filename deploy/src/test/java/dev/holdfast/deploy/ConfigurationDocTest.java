package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.pod.PodConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md names every key that the code reads, with its default, and no other. */
final class ConfigurationDocTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_.]+)` \\| .* \\| (.*) \\| .* \\|");
  private static final List<String> REQUIRED =
      List.of("postgres.uri", "redis.uri", "registry.cache_secret");

  @Test
  void the_document_and_the_code_know_the_same_keys_and_defaults() throws IOException {
    assertThat(documented()).isEqualTo(effective());
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      defaults.put(row.group(1), row.group(2));
    }
    return defaults;
  }

  private static Map<String, String> effective() {
    PodConfig config =
        PodConfig.read(
            ConfigSources.read(
                null,
                Map.of(),
                List.of(
                    "postgres.uri=postgresql://u:p@127.0.0.1:5432/d",
                    "redis.uri=redis://127.0.0.1:6379",
                    "registry.cache_secret=0123456789abcdef")),
            "the-host");
    Map<String, String> defaults = new TreeMap<>();
    for (String line : config.lines()) {
      String key = line.substring(0, line.indexOf(" = "));
      String value = line.substring(line.indexOf(" = ") + 3, line.lastIndexOf("  ("));
      defaults.put(key, inWords(key, value));
    }
    return defaults;
  }

  private static String inWords(String key, String value) {
    if (REQUIRED.contains(key)) {
      return "required";
    }
    return switch (key) {
      case "pod.name" -> "host name";
      case "agents.default" -> "`demo`, or else the first";
      case "cluster.members",
          "gateway.origins",
          "gateway.mcp_hosts",
          "gateway.trusted_proxies",
          "auth.jwt.audience" ->
          value.isEmpty() ? "empty" : value;
      default -> value.equals("-") ? "none" : value;
    };
  }
}
