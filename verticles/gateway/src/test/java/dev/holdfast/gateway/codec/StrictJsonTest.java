package dev.holdfast.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"a\":1},",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":.5}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "// c\n{}",
        "{\"a\":\"\t\"}",
        "\uFEFF{}",
        "{\"a\":tru}",
        "{\"a\" 1}"
      })
  void what_is_not_one_json_object_is_refused(String text) {
    assertThat(refusal(text).code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void a_refusal_names_the_position() {
    assertThat(refusal("{\"a\":1,\n \"b\":}").detail()).contains("line 2, column ");
    assertThat(refusal("{} x").detail()).contains("line 1, column ");
  }

  @Test
  void a_repeated_key_is_refused_at_any_depth() {
    assertThat(refusal("{\"a\":1,\"a\":1}").detail()).contains("repeated key \"a\"");
    assertThat(refusal("{\"x\":[{\"b\":1,\"b\":2}]}").detail()).contains("repeated key \"b\"");
  }

  @Test
  void nesting_is_taken_up_to_64_levels_and_not_further() {
    assertThat(StrictJson.object(nested(63))).isNotNull();
    Fault fault = refusal(nested(64));
    assertThat(fault.code()).isEqualTo(ErrorCode.BAD_JSON);
    assertThat(fault.detail()).contains("64 levels");
  }

  @Test
  void a_bomb_of_brackets_is_refused() {
    assertThat(refusal("{\"a\":" + "[".repeat(500_000)).code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void a_refusal_does_not_repeat_what_was_sent() {
    assertThat(refusal("{\"token\": s3cret}").detail()).doesNotContain("s3cret");
  }

  @Test
  void every_kind_of_value_is_read() {
    Fields fields =
        StrictJson.object("{\"s\":\"x\",\"n\":9007199254740993,\"o\":{\"i\":1},\"z\":null}");
    fields.allow(List.of("s", "n", "o", "z"));
    assertThat(fields.text("s", 1, 1)).isEqualTo("x");
    assertThat(fields.number("n", 0, Long.MAX_VALUE)).isEqualTo(9007199254740993L);
    assertThat(fields.textOrNull("z", 1, 1)).isNull();
    Fields inner = fields.objectOrNull("o");
    assertThat(inner == null ? -1 : inner.number("i", 0, 1)).isEqualTo(1);
  }

  private static String nested(int arrays) {
    return "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  private static Fault refusal(String text) {
    return catchThrowableOfType(Fault.class, () -> StrictJson.object(text));
  }
}
