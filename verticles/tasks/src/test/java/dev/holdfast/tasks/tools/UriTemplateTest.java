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

  @Test
  void an_address_that_could_be_cut_in_many_ways_is_answered() {
    String dashes = "logs://" + "-".repeat(20_000);
    assertThat(UriTemplate.matches("logs://{year}-{month}-{day}", dashes + "/")).isFalse();
    assertThat(UriTemplate.matches("logs://{year}-{month}-{day}", dashes)).isTrue();
    assertThat(UriTemplate.matches("logs://{a}-{b}-{c}-{d}-{e}", dashes + "/")).isFalse();
  }

  @Test
  void a_template_of_no_expression_is_one_address() {
    assertThat(UriTemplate.matches("a", "a")).isTrue();
    assertThat(UriTemplate.matches("a", "aa")).isFalse();
    assertThat(UriTemplate.matches("abc", "a")).isFalse();
  }
}
