package dev.holdfast.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigSourcesTest {
  @TempDir private Path folder;

  @Test
  void nested_and_dotted_keys_of_the_file_are_the_same() throws IOException {
    Settings settings =
        read(file("{\"http\":{\"host\":\"h\",\"port\":1},\"pod.name\":\"p\",\"gone\":null}"));
    assertThat(settings.text("http.host", "")).isEqualTo("h");
    assertThat(settings.integer("http.port", 0, 0, 9)).isEqualTo(1);
    assertThat(settings.text("pod.name", "")).isEqualTo("p");
    assertThat(settings.textOrNull("gone")).isNull();
  }

  @Test
  void arrays_are_lists_and_numbers_and_flags_are_texts() throws IOException {
    Settings settings = read(file("{\"command\":[\"a b\",1,true],\"none\":[],\"on\":false}"));
    assertThat(settings.list("command", List.of())).containsExactly("a b", "1", "true");
    assertThat(settings.list("none", List.of("x"))).isEmpty();
    assertThat(settings.flag("on", true)).isFalse();
  }

  @Test
  void the_schema_of_a_tool_stays_the_json_that_it_is() throws IOException {
    String schema = "{\"type\":\"object\",\"required\":[\"a\"]}";
    Settings settings =
        read(file("{\"tools\":{\"t\":{\"agent\":\"demo\",\"input_schema\":" + schema + "}}}"));
    assertThat(settings.text("tools.t.input_schema", "")).isEqualTo(schema);
    assertThat(settings.text("tools.t.agent", "")).isEqualTo("demo");
  }

  @Test
  void the_environment_wins_over_the_file_and_assignments_win_over_both() throws IOException {
    Path file = file("{\"a\":\"file\",\"b\":\"file\",\"c\":\"file\"}");
    Settings settings =
        ConfigSources.read(
            file,
            Map.of("HOLDFAST_SET", "b=environment\n\n  c=environment"),
            List.of("c=first", "c=last=with=signs"));
    assertThat(settings.text("a", "")).isEqualTo("file");
    assertThat(settings.text("b", "")).isEqualTo("environment");
    assertThat(settings.text("c", "")).isEqualTo("last=with=signs");
    assertThat(settings.finish())
        .containsExactly(
            "a = file  (file " + file + ")",
            "b = environment  (environment HOLDFAST_SET)",
            "c = last=with=signs  (--set)");
  }

  @Test
  void a_secret_has_a_variable_of_its_own_and_is_printed_masked() {
    Settings settings =
        ConfigSources.read(
            null,
            Map.of(
                "HOLDFAST_SET", "postgres.uri=loses",
                "HOLDFAST_POSTGRES_URI", "postgresql://u:hunter2@h/d",
                "HOLDFAST_REDIS_URI", "",
                "HOLDFAST_SERVICE_HOST", "invented by Kubernetes"),
            List.of());
    assertThat(settings.secret("postgres.uri")).isEqualTo("postgresql://u:hunter2@h/d");
    assertThat(settings.finish())
        .containsExactly("postgres.uri = ****  (environment HOLDFAST_POSTGRES_URI)");
  }

  @Test
  void a_list_can_be_assigned_as_json() {
    Settings settings =
        ConfigSources.read(
            null, Map.of(), List.of("gateway.origins=[\"https://a\",\"https://b\"]"));
    assertThat(settings.list("gateway.origins", List.of()))
        .containsExactly("https://a", "https://b");
  }

  @Test
  void an_unknown_key_is_refused_with_the_nearest_known_one() {
    Settings settings = ConfigSources.read(null, Map.of(), List.of("http.prot=8080"));
    settings.integer("http.port", 8080, 0, 65_535);
    assertThatThrownBy(settings::finish)
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown configuration key http.prot (--set); did you mean http.port?");
  }

  @Test
  void text_that_is_not_json_is_refused_with_its_line() throws IOException {
    Path file = file("{\n\"a\": 1,\n}");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("file " + file + " is not valid JSON, line 3: ");
  }

  @Test
  void a_key_that_is_set_twice_is_refused() throws IOException {
    Path repeated = file("{\"a\":1,\"a\":2}");
    assertThatThrownBy(() -> read(repeated))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Duplicate field 'a'");
    Path both = file("{\"http\":{\"port\":1},\"http.port\":2}");
    assertThatThrownBy(() -> read(both))
        .isInstanceOf(ConfigException.class)
        .hasMessage("file " + both + " sets http.port twice");
  }

  @Test
  void lists_of_objects_and_control_characters_are_refused() throws IOException {
    Path objects = file("{\"a\":[{}]}");
    assertThatThrownBy(() -> read(objects))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be a text, a number, true or false, or a list of these");
    Path control = file("{\"a\":\"x\\u001fy\"}");
    assertThatThrownBy(() -> read(control))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must not contain U+001F");
    Path array = file("[1]");
    assertThatThrownBy(() -> read(array))
        .isInstanceOf(ConfigException.class)
        .hasMessage("file " + array + " must hold one JSON object");
  }

  @Test
  void an_assignment_without_a_key_is_refused_without_printing_it() {
    assertThatThrownBy(() -> ConfigSources.read(null, Map.of(), List.of("hunter2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set must be key=value")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_file_that_is_not_there_is_one_line() {
    assertThatThrownBy(() -> read(folder.resolve("absent.json")))
        .isInstanceOf(OperatorFault.class)
        .hasMessage(
            "file " + folder.resolve("absent.json") + " cannot be read: no such file or folder");
  }

  private static Settings read(Path file) {
    return ConfigSources.read(file, Map.of(), List.of());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "holdfast", ".json"), text);
  }
}
