package dev.holdfast.deploy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.holdfast.deploy.failure.OperatorFault;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class JsonLinesTest {
  private final Logger logger = new LoggerContext().getLogger("dev.holdfast.Some");

  @Test
  void a_line_is_one_object_with_what_the_message_was_given() {
    LoggingEvent event = event("two\nlines of {}", null, "text");
    event.addKeyValuePair(new KeyValuePair("request_id", "req-1"));
    event.addKeyValuePair(new KeyValuePair("attempt", 2));
    String line = encoded(event);
    assertThat(line.lines()).hasSize(1);
    assertThat(line).endsWith("}\n");
    JsonObject json = new JsonObject(line);
    assertThat(json.fieldNames())
        .containsExactly("time", "level", "logger", "message", "request_id", "attempt");
    assertThat(json.getInstant("time")).isEqualTo(event.getInstant());
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("logger")).isEqualTo("dev.holdfast.Some");
    assertThat(json.getString("message")).isEqualTo("two\nlines of text");
    assertThat(json.getString("request_id")).isEqualTo("req-1");
  }

  @Test
  void a_failure_is_told_with_its_trace_and_no_field_is_there_twice() {
    LoggingEvent event =
        event("failed", new IllegalStateException("outer", new RuntimeException("inner")));
    event.addKeyValuePair(new KeyValuePair("message", "another"));
    event.addKeyValuePair(new KeyValuePair("task_id", "tsk_1"));
    event.addKeyValuePair(new KeyValuePair("task_id", "tsk_2"));
    JsonObject json = new JsonObject(encoded(event));
    assertThat(json.getString("message")).isEqualTo("failed");
    assertThat(json.getString("task_id")).isEqualTo("tsk_1");
    assertThat(json.getString("error"))
        .startsWith("java.lang.RuntimeException: inner")
        .contains("java.lang.IllegalStateException: outer", "JsonLinesTest");
  }

  @Test
  void a_form_that_is_none_is_refused() {
    assertThatCode(() -> LogFormat.check(Optional.empty())).doesNotThrowAnyException();
    assertThatCode(() -> LogFormat.check(Optional.of("json"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> LogFormat.check(Optional.of("xml")))
        .isInstanceOf(OperatorFault.class)
        .hasMessage("HOLDFAST_LOG_FORMAT must be text or json: xml");
  }

  private LoggingEvent event(String message, @Nullable Throwable cause, Object... arguments) {
    return new LoggingEvent("caller", logger, Level.WARN, message, cause, arguments);
  }

  private static String encoded(LoggingEvent event) {
    JsonLines lines = new JsonLines();
    lines.start();
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }
}
