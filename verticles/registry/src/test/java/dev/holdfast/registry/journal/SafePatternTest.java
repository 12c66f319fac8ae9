package dev.holdfast.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafePatternTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a+b*c?",
        "(a|b)+",
        "(?i)error \\d{3,5}",
        "(?:x{2}y)?",
        "v\\d+(\\.\\d+)?",
        "[(a+)+]+",
        "[]a+]*",
        "[[:alpha:]+]{2}",
        "\\(a+\\)+",
        "a{x",
        "[a\\]+]+",
        "(a)(b)*",
        ".*?end$",
        "\\*+"
      })
  void row_30_an_ordinary_pattern_is_taken(String pattern) {
    assertThatCode(() -> SafePattern.require(pattern, 50)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a*)*b",
        "((a{2})b){3}",
        "(x(a?)y)*",
        "(a+|b)+",
        "([a-z]+)*$",
        "a{x(b+)+}",
        "(a)\\1",
        "(?=a)",
        "(?!a)",
        "(?x)a",
        "a(?i)b",
        "***=a",
        "(?<=a)",
        "(\\)a+)+",
        "([)]a+)+",
        "(?:(?:a|b)+c)*",
        "",
        "[[.].]a](b+)+",
        "01234567890123456789012345678901234567890123456789x"
      })
  void row_30_a_pattern_whose_cost_cannot_be_told_is_refused(String pattern) {
    assertThatThrownBy(() -> SafePattern.require(pattern, 50))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              assertThat(fault.detail()).startsWith("regex ");
            });
  }
}
