package dev.holdfast.tasks.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an operator configures agents, and what is refused. */
final class AgentSpecTest {
  private static AgentSpec read(String... keysAndValues) {
    return AgentSpec.read(settings(keysAndValues), "x");
  }

  private static Settings settings(String... keysAndValues) {
    Map<String, Settings.Value> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("agents.x." + keysAndValues[i], new Settings.Value(keysAndValues[i + 1], "test"));
    }
    return new Settings(values);
  }

  private static String list(String... items) {
    return String.join(Settings.LIST_SEPARATOR, items);
  }

  private static void refused(String message, String... keysAndValues) {
    assertThatThrownBy(() -> read(keysAndValues))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void an_unknown_kind_names_the_known_ones() {
    refused("did you mean acp?", "kind", "acpp");
    refused("known: demo, command, acp, mcp", "kind", "telepathy");
  }

  @Test
  void an_acp_agent_asks_by_default() {
    AgentSpec.Acp acp = (AgentSpec.Acp) read("kind", "acp", "command", list("agent", "--acp"));
    assertThat(acp.program().command()).containsExactly("agent", "--acp");
    assertThat(acp.permissions()).isEqualTo(AgentSpec.Permissions.ASK);
    assertThat(acp.authMethod()).isNull();
    refused("must be ask, allow or reject", "kind", "acp", "command", "a", "permissions", "yes");
    refused("must be an absolute path", "kind", "acp", "command", "a", "cwd", "here");
    refused("command must be a list", "kind", "acp");
  }

  @Test
  void an_mcp_server_is_a_program_or_at_a_url_and_its_headers_are_secrets() {
    assertThat(((AgentSpec.Mcp) read("kind", "mcp", "command", "server")).server())
        .isInstanceOf(McpServer.OfProgram.class);
    Settings settings =
        settings("kind", "mcp", "url", "https://h.example/mcp", "headers.Authorization", "s3cret");
    AgentSpec.Mcp mcp = (AgentSpec.Mcp) AgentSpec.read(settings, "x");
    assertThat(mcp.server())
        .isEqualTo(
            new McpServer.AtUrl(
                URI.create("https://h.example/mcp"), Map.of("Authorization", "s3cret"), 2_000));
    assertThat(String.join("\n", settings.finish())).doesNotContain("s3cret");

    refused("an agent has one of them", "kind", "mcp", "url", "http://h/", "command", "a");
    refused("must be http or https", "kind", "mcp", "url", "file:///etc/passwd");
    refused("must be http or https", "kind", "mcp", "url", "http://u:p@h/");
    refused("is not a URL", "kind", "mcp", "url", "http://h/ x");
    refused("by the protocol itself", "kind", "mcp", "url", "http://h/", "headers.Accept", "x");
    refused("cannot be sent", "kind", "mcp", "url", "http://h/", "headers.A", "a\nb");
    refused("headers are for a url", "kind", "mcp", "command", "a", "headers.A", "b");
    refused("is not one of tools", "kind", "mcp", "command", "a", "tool", "b", "tools", "c");
  }

  @Test
  void a_command_may_read_other_lines_and_resume_other_sessions() {
    AgentSpec.Command command =
        (AgentSpec.Command)
            read(
                "kind",
                "command",
                "command",
                "cli",
                "format",
                "jsonl",
                "jsonl.text",
                "delta.text",
                "session",
                "resume",
                "resume_command",
                list("cli", "--resume"),
                "busy_pattern",
                "in use",
                "busy_exit_code",
                "75");
    assertThat(command.jsonl().paths()).containsEntry("text", List.of("delta", "text"));
    assertThat(command.session().resumes()).isTrue();
    assertThat(command.session().saysBusy(1, "it is in use")).isTrue();
    assertThat(command.session().saysBusy(75, "")).isTrue();
    assertThat(command.session().saysBusy(0, "")).isFalse();

    refused("text, jsonl or stream-json", "kind", "command", "command", "a", "format", "xml");
    refused("is for the format jsonl", "kind", "command", "command", "a", "jsonl.text", "t");
    refused(
        "did you mean text?",
        "kind",
        "command",
        "command",
        "a",
        "format",
        "jsonl",
        "jsonl.txt",
        "t");
    refused("fresh or resume", "kind", "command", "command", "a", "session", "old");
    refused("resume_command is needed", "kind", "command", "command", "a", "session", "resume");
    refused("not a regular expression", "kind", "command", "command", "a", "busy_pattern", "(");
  }
}
