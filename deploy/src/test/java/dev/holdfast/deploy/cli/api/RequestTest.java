package dev.holdfast.deploy.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a request goes, as whom, and what it asks. */
final class RequestTest {
  @TempDir private Path folder;

  @Test
  void what_a_person_wrote_stays_one_segment_and_one_value() {
    assertThat(new Query("/api/sessions/%s", "../a b?c").with("q", "x&y=é").path())
        .isEqualTo("/api/sessions/..%2Fa%20b%3Fc?q=x%26y%3D%C3%A9");
    assertThat(new Query("/api/tasks").with("status", null).flag("active", false).path())
        .isEqualTo("/api/tasks");
    assertThat(new Query("/api/tasks").flag("active", true).path())
        .isEqualTo("/api/tasks?active=true");
  }

  @Test
  void the_options_file_wins_over_the_variable_and_that_over_its_file() throws IOException {
    Path option = Files.writeString(folder.resolve("option"), "from-option\n");
    Path named = Files.writeString(folder.resolve("named"), "from-named");
    Map<String, String> all =
        Map.of("HOLDFAST_TOKEN", "direct", "HOLDFAST_TOKEN_FILE", named.toString());
    assertThat(Token.read(Optional.of(option), all).secret()).isEqualTo("from-option");
    assertThat(Token.read(Optional.empty(), all).secret()).isEqualTo("direct");
    Token last = Token.read(Optional.empty(), Map.of("HOLDFAST_TOKEN_FILE", named.toString()));
    assertThat(last.secret()).isEqualTo("from-named");
    assertThat(last.toString()).isEqualTo("****");
    assertThatThrownBy(() -> Token.read(Optional.empty(), Map.of()))
        .isInstanceOf(OperatorFault.class)
        .hasMessageStartingWith("a token is needed");
  }

  @Test
  void an_address_has_no_path_and_no_password() {
    assertThat(new Pods(List.of("http://a:1/", "https://b")).count()).isEqualTo(2);
    for (String wrong : List.of("a:1", "http://u:p@a", "http://a/api", "http://", "ftp://a")) {
      assertThatThrownBy(() -> new Pods(List.of(wrong)))
          .isInstanceOf(OperatorFault.class)
          .hasMessageStartingWith("--url must look like");
    }
  }

  @Test
  void a_message_may_have_several_lines_and_comments_are_none() {
    SseMessages messages = new SseMessages();
    List<Optional<SseMessages.Message>> taken =
        List.of("retry: 1000", ": heartbeat", "", "id: 7", "event: x", "data: {", "data:}", "")
            .stream()
            .map(messages::take)
            .toList();
    assertThat(taken)
        .filteredOn(Optional::isPresent)
        .containsExactly(Optional.of(new SseMessages.Message("7", "x", "{\n}")));
  }
}
