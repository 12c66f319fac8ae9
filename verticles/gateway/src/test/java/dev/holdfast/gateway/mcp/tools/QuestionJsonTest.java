package dev.holdfast.gateway.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuestionJsonTest {
  private static final String OPTIONS =
      "[{\"id\":\"_decline\",\"label\":\"Decline\"},{\"id\":\"all\",\"label\":\"Delete all\"}]";
  private static final String FORM =
      "{\"" + Question.RELAYED + "\":{\"who\":{\"method\":\"elicitation/create\"}}}";
  private static final Map<String, String> DECLINED = Map.of("who", "{\"action\":\"decline\"}");

  @Test
  void what_a_detail_says_otherwise_is_no_request_of_a_server() {
    InputRecord asked =
        question("{\"requests\":{\"who\":{\"method\":\"elicitation/create\",\"params\":{}}}}");
    assertThat(QuestionJson.of(asked).relayed()).isFalse();
    assertThat(QuestionJson.answer(asked, DECLINED)).isEmpty();
  }

  @Test
  void beside_the_answer_to_a_server_stands_the_option_that_does_nothing() {
    Optional<InputAnswer> answer = QuestionJson.answer(question(FORM), DECLINED);
    assertThat(answer.map(InputAnswer::answer))
        .contains(new Answer("_decline", "{\"responses\":{\"who\":{\"action\":\"decline\"}}}"));
  }

  @Test
  void an_answer_beyond_the_limit_is_refused() {
    Map<String, String> results = Map.of("who", "{\"content\":\"" + "x".repeat(65_536) + "\"}");
    assertThatThrownBy(() -> QuestionJson.answer(question(FORM), results))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD));
  }

  @Test
  void members_of_another_kind_count_as_absent() {
    for (String requests :
        List.of("7", "[]", "{\"a\":1}", "{\"a\":{\"method\":1}}", "{\"a\":{\"method\":null}}")) {
      InputRecord asked = question("{\"" + Question.RELAYED + "\":" + requests + "}");
      assertThat(QuestionJson.of(asked).relayed()).isFalse();
    }
    InputRecord asked =
        question("{\"" + Question.RELAYED + "\":{\"a\":{\"method\":\"roots/list\",\"params\":1}}}");
    assertThat(QuestionJson.of(asked).requests())
        .containsEntry("a", new ClientRequest("roots/list", "{}"));
  }

  private static InputRecord question(String detail) {
    return new InputRecord("inp_1", "Go on?", OPTIONS, detail, "now", null, null, true);
  }
}
