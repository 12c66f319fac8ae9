package dev.holdfast.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void a_misspelt_field_is_named_with_the_one_that_was_meant() {
    Fault fault = refusal(() -> of("{\"sesion_id\":\"x\"}").allow(List.of("task", "session_id")));
    assertThat(fault.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
    assertThat(fault.detail()).contains("sesion_id").contains("did you mean session_id?");
  }

  @Test
  void a_very_long_name_is_shown_in_part() {
    Fault fault = refusal(() -> of("{\"" + "x".repeat(900) + "\":1}").allow(List.of("task")));
    assertThat(fault.detail()).hasSizeLessThan(300);
  }

  @Test
  void a_required_field_that_is_absent_or_null_is_missing() {
    assertThat(refusal(() -> of("{}").text("task", 1, 5)).code())
        .isEqualTo(ErrorCode.MISSING_FIELD);
    assertThat(refusal(() -> of("{\"task\":null}").text("task", 1, 5)).code())
        .isEqualTo(ErrorCode.MISSING_FIELD);
    assertThat(refusal(() -> of("{}").number("seq", 0, 5)).detail()).contains("seq is required");
  }

  @Test
  void a_text_is_held_to_its_length() {
    assertThat(of("{\"a\":\"12345\"}").text("a", 5, 5)).isEqualTo("12345");
    Fault fault = refusal(() -> of("{\"a\":\"123456\"}").text("a", 1, 5));
    assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(fault.detail()).isEqualTo("a must have 1-5 characters, has 6");
    assertThat(refusal(() -> of("{\"a\":\"\"}").text("a", 1, 5)).code())
        .isEqualTo(ErrorCode.INVALID_FIELD);
  }

  @Test
  void a_text_that_no_database_stores_is_refused() {
    assertThat(refusal(() -> of("{\"a\":\"x\\u0000\"}").text("a", 1, 5)).detail())
        .contains("U+0000");
    assertThat(refusal(() -> of("{\"a\":\"\\ud83d\"}").text("a", 1, 5)).detail())
        .contains("surrogate");
    assertThat(refusal(() -> of("{\"a\":\"\\ude00x\"}").text("a", 1, 5)).detail())
        .contains("surrogate");
    assertThat(of("{\"a\":\"\\ud83d\\ude00\"}").text("a", 1, 5)).isEqualTo("😀");
  }

  @Test
  void a_number_is_whole_and_within_its_limits() {
    assertThat(of("{\"n\":100}").number("n", 1, 100)).isEqualTo(100);
    for (String value :
        List.of("0", "101", "1.0", "1e1", "\"5\"", "true", "[]", "99999999999999999999999")) {
      Fault fault = refusal(() -> of("{\"n\":" + value + "}").number("n", 1, 100));
      assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
      assertThat(fault.detail()).contains("n must be").contains("1-100");
    }
  }

  @Test
  void fields_of_an_inner_object_are_named_with_their_path() {
    Fault fault =
        refusal(() -> {
          Fields inner = of("{\"key\":{\"agent\":5}}").objectOrNull("key");
          if (inner != null) {
            inner.text("agent", 1, 5);
          }
        });
    assertThat(fault.detail()).startsWith("key.agent ");
    assertThat(refusal(() -> of("{\"key\":[]}").objectOrNull("key")).code())
        .isEqualTo(ErrorCode.INVALID_FIELD);
  }

  @Test
  void row_34_the_mark_of_a_request_is_given_back_as_it_was() {
    assertThat(mark("\"r-1\"")).isEqualTo("\"r-1\"");
    assertThat(mark("\"a\\\"b\\n\"")).isEqualTo("\"a\\\"b\\n\"");
    assertThat(mark("42")).isEqualTo("42");
    assertThat(mark("4.50")).isEqualTo("4.50");
    assertThat(mark("123456789012345678901234567890")).isEqualTo("123456789012345678901234567890");
    assertThat(mark("null")).isEqualTo("null");
    assertThat(of("{}").mark("request_id", 128)).isEqualTo("null");
    assertThat(mark("\"" + "x".repeat(128) + "\"")).hasSize(130);
    assertThat(refusal(() -> mark("\"" + "x".repeat(129) + "\"")).code())
        .isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(refusal(() -> mark("{}")).code()).isEqualTo(ErrorCode.INVALID_FIELD);
  }

  private static String mark(String json) {
    return of("{\"request_id\":" + json + "}").mark("request_id", 128);
  }

  private static Fields of(String json) {
    return StrictJson.object(json);
  }

  private static Fault refusal(ThrowingCallable code) {
    return catchThrowableOfType(Fault.class, code);
  }
}
