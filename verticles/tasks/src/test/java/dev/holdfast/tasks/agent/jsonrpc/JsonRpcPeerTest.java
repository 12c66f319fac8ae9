package dev.holdfast.tasks.agent.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

final class JsonRpcPeerTest {
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private final JsonRpcPeer peer =
      new JsonRpcPeer(
          new Outlet() {
            @Override
            public void ask(String id, String message) {
              sent.add(message);
            }

            @Override
            public void tell(String message) {
              sent.add(message);
            }
          },
          new PeerEvents() {
            @Override
            public void told(String method, String params) {
              told.add(method + params);
              if (method.equals("bad")) {
                throw new IllegalStateException("cannot be taken");
              }
            }

            @Override
            public String asked(String method, String params) throws Refusal {
              if (method.equals("no")) {
                throw Refusal.unknown(method);
              }
              return "{\"said\":" + params + "}";
            }
          });

  private String await(Call call) throws Exception {
    return call.await(new WorkClock(60_000), cancellation);
  }

  @Test
  void an_answer_finds_its_question_also_in_a_batch_and_out_of_order() throws Exception {
    Call first = peer.ask("a", "{}");
    Call second = peer.ask("b", "{\"x\":1}");
    assertThat(sent)
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"b\",\"params\":{\"x\":1}}");
    assertThat(peer.isWaiting(second.id())).isTrue();
    peer.receive(
        "[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"n\":2}},"
            + "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}]");
    assertThat(await(first)).isEqualTo("{}");
    assertThat(await(second)).isEqualTo("{\"n\":2}");
    peer.receive("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
    assertThat(peer.isWaiting(second.id())).isFalse();
  }

  @Test
  void questions_of_the_other_side_are_answered_under_their_own_ids() throws Exception {
    peer.receive("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"hi\",\"params\":{\"a\":1}}");
    assertThat(sent.take())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"said\":{\"a\":1}}}");
    peer.receive("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"no\"}");
    assertThat(sent.take())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"method not"
                + " found: no\"}}");
    peer.receive("{\"jsonrpc\":\"2.0\",\"method\":\"news\"}");
    assertThat(told).containsExactly("news{}");
  }

  @Test
  void a_refusal_is_told_with_its_code() throws Exception {
    Call call = peer.ask("a", "{}");
    peer.receive("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-5,\"message\":\"not now\"}}");
    assertThatThrownBy(() -> await(call))
        .isInstanceOf(CallFailed.class)
        .hasMessage("a was refused: not now (-5)");
    Call other = peer.ask("b", "{}");
    peer.receive(
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32603,\"message\":\"Internal"
            + " error\",\"data\":{\"details\":\"no disk\"}}}");
    assertThatThrownBy(() -> await(other))
        .hasMessage("b was refused: Internal error: no disk (-32603)");
  }

  @Test
  void the_end_answers_every_question_with_its_first_reason() throws Exception {
    Call before = peer.ask("a", "{}");
    peer.close("it left");
    peer.close("it is over");
    Call after = peer.ask("b", "{}");
    assertThatThrownBy(() -> await(before)).hasMessage("it left before it answered a");
    assertThatThrownBy(() -> await(after)).hasMessage("it left before it answered b");
    peer.tell("c", "{}");
    assertThat(sent).hasSize(1);
  }

  @Test
  void what_cannot_be_understood_ends_the_conversation() throws Exception {
    for (String bad :
        List.of(
            "[1]",
            "{\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":3}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":[1]}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"bad\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"eh\"}}")) {
      JsonRpcPeerTest fresh = new JsonRpcPeerTest();
      Call call = fresh.peer.ask("x", "{}");
      fresh.peer.receive(bad);
      assertThatThrownBy(() -> fresh.await(call)).as(bad).isInstanceOf(CallFailed.class);
    }
  }

  @Test
  void whoever_waits_sees_that_the_attempt_is_to_stop() {
    Call call = peer.ask("a", "{}");
    cancellation.request(StopReason.CANCELLED);
    assertThatThrownBy(() -> await(call))
        .isInstanceOfSatisfying(
            CallFailed.class,
            failed -> assertThat(failed.why()).isEqualTo(CallFailed.Why.CANCELLED));
  }
}
