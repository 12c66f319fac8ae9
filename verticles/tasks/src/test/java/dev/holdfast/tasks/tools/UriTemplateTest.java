package dev.holdfast.tasks.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UriTemplateTest {
  @Test
  void an_expression_stands_for_what_has_no_slash() {
    assertThat(UriTemplate.matches("test://t/{id}/data", "test://t/1.2/data")).isTrue();
    assertThat(UriTemplate.matches("test://t/{id}/data", "test://t/1/2/data")).isFalse();
    assertThat(UriTemplate.matches("test://t/{id}/data", "test://t//data")).isFalse();
    assertThat(UriTemplate.matches("file:///{+path}", "file:///a/b.txt")).isTrue();
  }

  @Test
  void what_stands_around_it_is_taken_as_it_is() {
    assertThat(UriTemplate.matches("a.b{x}", "acb1")).isFalse();
    assertThat(UriTemplate.matches("a.b{x}", "a.b1")).isTrue();
  }
}
