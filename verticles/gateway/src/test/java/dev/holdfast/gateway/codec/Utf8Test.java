package dev.holdfast.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  @Test
  void what_is_utf_8_is_read_and_a_replacement_character_of_the_clients_too() {
    for (String text : List.of("", "plain", "é€\uD83D\uDE00", "\uFFFD", "a\uFFFDb")) {
      assertThat(Utf8.decode(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)))).contains(text);
    }
  }

  @Test
  void what_is_not_is_refused() {
    for (String hex : List.of("FF", "61C3", "C080", "EDA080", "F4908080", "EFBFBDFF")) {
      assertThat(Utf8.decode(Buffer.buffer(HexFormat.of().parseHex(hex)))).as(hex).isEmpty();
    }
  }
}
