package dev.holdfast.deploy.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ShowTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    assertThat(new Table("A", "LONGER").row("wide cell", "x").last("more").lines())
        .containsExactly("A          LONGER", "wide cell  x", "more");
  }

  @Test
  void what_a_server_says_cannot_move_the_cursor() {
    String evil = "a\u001b[2Jb\r\nc\u202ed";
    assertThat(Plain.line(evil)).isEqualTo("a [2Jb  c d");
    assertThat(new Table("A").row(evil).lines().getLast()).isEqualTo("a [2Jb  c d");
    screen(Output.TABLE, true).bar(evil);
    assertThat(text()).isEqualTo("\r\u001b[Ka [2Jb  c d");
  }

  @Test
  void json_means_the_same_and_cannot_move_the_cursor_either() throws JsonProcessingException {
    String evil = "a\u001b\u007f\u009b2J\u202ed\ud83d\ude00\u00e9\udb40\udc41";
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("a", evil);
    screen(Output.JSON, true).show(answer, "line");
    screen(Output.JSON, true).show(answer, new Table("A"));
    assertThat(text().lines())
        .hasSize(2)
        .allSatisfy(line -> {
          assertThat(line)
              .isEqualToIgnoringCase(
                  "{\"a\":\"a\\u001b\\u007f\\u009b2J\\u202ed😀é\\udb40\\udc41\"}");
          assertThat(new ObjectMapper().readTree(line)).isEqualTo(answer);
        });
  }

  @Test
  void long_texts_are_cut_by_characters() {
    assertThat(Plain.cut("😀😀😀", 2)).isEqualTo("😀…");
    assertThat(Plain.cut("abc", 3)).isEqualTo("abc");
  }

  @Test
  void a_bar_goes_by_iterations_or_else_by_tokens() {
    ObjectNode counters = JsonNodeFactory.instance.objectNode();
    Progress third =
        Progress.NONE.with(counters.put("current_iteration", 1).put("total_iterations", 3));
    assertThat(third.bar())
        .isEqualTo("[#########.....................]  33 %  1/3 iterations, 0 tokens");
    assertThat(third.with(JsonNodeFactory.instance.objectNode().put("tokens_used", 60)).bar())
        .endsWith("33 %  1/3 iterations, 60 tokens");
    assertThat(new Progress(0, 0, 90, 60).percent()).isEqualTo(100);
    assertThat(Progress.NONE.percent()).isZero();
  }

  @Test
  void a_bar_is_drawn_only_for_people_at_a_terminal() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("a", 1);
    screen(Output.TABLE, false).bar("bar");
    screen(Output.JSON, true).bar("bar");
    assertThat(text()).isEmpty();
    Screen terminal = screen(Output.TABLE, true);
    terminal.bar("bar");
    terminal.show(answer, "line");
    assertThat(text().lines()).last().asString().endsWith("\u001b[Kline");
    shown.reset();
    screen(Output.JSON, true).show(answer, "line");
    assertThat(text()).isEqualToIgnoringNewLines("{\"a\":1}");
  }

  private Screen screen(Output output, boolean terminal) {
    return new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), output, terminal);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
