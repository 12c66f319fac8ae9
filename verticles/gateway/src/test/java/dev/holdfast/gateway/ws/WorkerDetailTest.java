package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.shared.error.Fault;
import org.junit.jupiter.api.Test;

final class WorkerDetailTest {
  @Test
  void a_worker_asks_in_no_servers_name() {
    String frame =
        "{\"op\":\"job_ask\",\"job_id\":\"j\",\"ask_id\":\"a\",\"prompt\":\"p\",\"detail\":"
            + "{\"io.modelcontextprotocol/requests\":{}}}";
    assertThatThrownBy(() -> FrameReader.read(StrictJson.object(frame)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("detail must not have io.modelcontextprotocol/requests");
  }
}
