package dev.holdfast.shared.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pods ask of each other arrives as it was sent: it is compared with questions over there. */
final class HintCodecTest {
  private static final Principal ADA = new Principal("acme", "ada \"é\"");

  private final HintCodec codec = new HintCodec();

  static Stream<Hint> asked() {
    return Stream.of(
        new Hint.HoldMcpSession(new FindMcpSession(ADA, "mcp_1")),
        new Hint.HoldProject(new GetProject(new SessionRef(7, ADA, "s-7"))),
        new Hint.Held());
  }

  @ParameterizedTest
  @MethodSource("asked")
  void it_is_the_same_on_the_other_side(Hint hint) {
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, hint);
    assertThat(codec.decodeFromWire("before".length(), wire)).isEqualTo(hint);
  }
}
