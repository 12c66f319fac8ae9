package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The official suite against two pods behind a proxy. Its tools are tools of the operator here, run
 * by a command agent, so that what is tried is the way that every call goes. What fails is listed,
 * with the reason in docs/protocol/mcp.md; the suite fails where something else fails, and where
 * something listed passes.
 */
final class McpConformanceTest {
  private static final Logger LOG = LoggerFactory.getLogger(McpConformanceTest.class);
  private static final List<String> TOOLS =
      List.of(
          "test_simple_text",
          "test_image_content",
          "test_audio_content",
          "test_embedded_resource",
          "test_multiple_content_types",
          "test_error_handling",
          "test_tool_with_progress",
          "test_logging_tool",
          "test_streaming_elicitation",
          "test_x_mcp_header",
          "slow_compute",
          "failing_job");

  private static final String WITH_HEADER =
      "{\"type\":\"object\",\"properties\":"
          + "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}";

  private final Fleet fleet = new Fleet();

  @AfterEach
  void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2026-07-28"})
  void what_a_revision_requires_is_done_but_for_what_is_listed(String revision) {
    String script = McpPeers.LOCKED.resolve("fixture.sh").toAbsolutePath().toString();
    for (String tool : TOOLS) {
      fleet.command("fixture-" + tool, "/bin/sh", script, tool);
      fleet.set("agents.fixture-" + tool + ".format", "jsonl");
      fleet.set("tools." + tool + ".agent", "fixture-" + tool);
      fleet.set("tools." + tool + ".description", "A tool of the suite");
      fleet.set(
          "tools." + tool + ".input_schema",
          tool.equals("test_x_mcp_header") ? WITH_HEADER : "{\"type\":\"object\"}");
    }
    try (McpProxy proxy = new McpProxy(fleet.token("ann"), fleet.start(2))) {
      McpPeers.Ended ended =
          McpPeers.run(
              McpPeers.file("@modelcontextprotocol/conformance/dist/index.js"),
              "server",
              "--url",
              proxy.url(),
              "--requirements",
              revision,
              "--expected-failures",
              McpPeers.script("expected-" + revision + ".yml"),
              "-o",
              "results-" + revision);
      String summary =
          ended
              .output()
              .lines()
              .dropWhile(line -> !line.contains("SUMMARY"))
              .collect(Collectors.joining("\n"));
      LOG.info("{} of {}:\n{}", "conformance", revision, summary);
      assertThat(ended.exit()).as(ended.output()).isZero();
    }
  }
}
