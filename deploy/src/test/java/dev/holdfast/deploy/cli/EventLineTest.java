package dev.holdfast.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Happening;
import org.junit.jupiter.api.Test;

final class EventLineTest {
  @Test
  void an_event_and_a_hole_are_one_line_each() {
    ObjectNode event = Api.object().put("at", "now").put("task_id", "tsk_1");
    event.putObject("data").put("tokens_used", 60);
    assertThat(EventLine.of(new Happening(3, "task.progress", event)))
        .isEqualTo("3  now  task.progress  tsk_1  {\"tokens_used\":60}");
    ObjectNode gap = Api.object().put("from", 2).put("to", 5200).put("reason", "trimmed");
    assertThat(EventLine.of(new Happening(5200, "gap", gap))).isEqualTo("gap 2-5200 trimmed");
  }
}
