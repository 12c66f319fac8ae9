package dev.holdfast.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubmissionParsingTest {
  @Test
  void the_fingerprint_is_of_the_meaning_and_not_of_the_bytes() {
    assertThat(fingerprint("{\"task\":\"x\",\"agent\":\"a\"}", null))
        .isEqualTo(fingerprint("{ \"agent\":\"\\u0061\", \"task\":\"x\" }", null))
        .isEqualTo(fingerprint("{\"task\":\"x\",\"agent\":\"a\",\"max_attempts\":1}", null))
        .isEqualTo(fingerprint("{\"task\":\"x\",\"agent\":\"a\",\"tool_preset\":null}", null));
  }

  @Test
  void another_field_value_or_transport_is_another_fingerprint() {
    String one = fingerprint("{\"task\":\"x\",\"agent\":\"a\"}", null);
    assertThat(one)
        .isNotEqualTo(fingerprint("{\"task\":\"x\",\"agent_preset\":\"a\"}", null))
        .isNotEqualTo(fingerprint("{\"task\":\"xa\"}", null))
        .isNotEqualTo(fingerprint("{\"task\":\"x\",\"agent\":\"a\"}", "t"))
        .isNotEqualTo(fingerprint("{\"task\":\"x\",\"agent\":\"a\",\"session_id\":\"ses\"}", null));
  }

  @Test
  void row_63_row_66_options_count_and_none_leave_the_fingerprint_as_it_was() {
    String none = fingerprint("{\"task\":\"x\"}", null);
    assertThat(none)
        .isEqualTo(Sha256.ofParts(Arrays.asList("x", null, null, null, null, "1", null)))
        .isEqualTo(
            fingerprint(
                "{\"task\":\"x\",\"on_busy\":\"enqueue\",\"delay_ms\":0,\"timeouts\":{}}", null));
    assertThat(
            Stream.of(
                    "\"on_busy\":\"reject\"",
                    "\"delay_ms\":5",
                    "\"timeouts\":{\"queue_ms\":5}",
                    "\"timeouts\":{\"run_ms\":5}",
                    "\"timeouts\":{\"stall_ms\":5}",
                    "\"max_attempts\":1")
                .map(option -> fingerprint("{\"task\":\"x\"," + option + "}", null)))
        .doesNotHaveDuplicates();
  }

  @Test
  void row_45_dependencies_count_for_the_fingerprint_and_are_held_against_their_rules() {
    assertThat(
            Stream.of(
                    "\"depends_on\":[]",
                    "\"depends_on\":[\"a\"]",
                    "\"depends_on\":[\"a\",\"b\"]",
                    "\"depends_on\":[\"a\"],\"on_dependency_failure\":\"run\"",
                    "\"parent_task_id\":\"a\"")
                .map(option -> fingerprint("{\"task\":\"x\"," + option + "}", null)))
        .doesNotHaveDuplicates()
        .contains(fingerprint("{\"task\":\"x\"}", null));
    for (String wrong :
        List.of(
            "\"depends_on\":\"a\"",
            "\"depends_on\":[7]",
            "\"depends_on\":[\"\"]",
            "\"depends_on\":[\"a\",\"a\"]",
            "\"depends_on\":[\"a\"],\"on_dependency_failure\":\"wait\"",
            "\"on_dependency_failure\":\"run\"",
            "\"depends_on\":[\"a\"],\"on_busy\":\"interrupt\"",
            "\"depends_on\":[\"a\"],\"on_busy\":\"rollback\"")) {
      assertThat(code("{\"task\":\"x\"," + wrong + "}"))
          .as(wrong)
          .isEqualTo(ErrorCode.INVALID_FIELD);
    }
  }

  @Test
  void limits_of_a_submission_hold_at_their_edges() {
    assertThat(read("{\"task\":\"" + "x".repeat(262_144) + "\"}").input()).hasSize(262_144);
    assertThat(code("{\"task\":\"" + "x".repeat(262_145) + "\"}"))
        .isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(code("{\"task\":\"\"}")).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(read("{\"task\":\"x\",\"max_attempts\":100}").maxAttempts()).isEqualTo(100);
    assertThat(code("{\"task\":\"x\",\"max_attempts\":101}")).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(code("{\"task\":\"x\",\"max_attempts\":0}")).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(code("{\"task\":\"x\",\"session_id\":\"a b\"}"))
        .isEqualTo(ErrorCode.INVALID_SESSION_ID);
  }

  @Test
  void a_bearer_header_is_read_whatever_the_case_of_its_scheme() {
    String hash = Sha256.of("abc");
    assertThat(Credential.ofHeader("Bearer abc")).isEqualTo(new Credential.Key(hash));
    assertThat(Credential.ofHeader("bearer  abc ")).isEqualTo(new Credential.Key(hash));
    assertThat(Credential.ofHeader("Basic abc")).isNull();
    assertThat(Credential.ofHeader("Bearer ")).isNull();
    assertThat(Credential.ofHeader(null)).isNull();
  }

  @Test
  void row_80_a_credential_does_not_show_itself() {
    assertThat(Credential.of("abc").toString()).doesNotContain("abc").doesNotContain("ba78");
  }

  private static String fingerprint(String json, @Nullable String transport) {
    return read(json).idempotency("key", transport).fingerprint();
  }

  private static TaskRequest read(String json) {
    return TaskRequest.read(StrictJson.object(json).allow(TaskRequest.FIELDS));
  }

  private static ErrorCode code(String json) {
    return catchThrowableOfType(Fault.class, () -> read(json)).code();
  }
}
