package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.ControlToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the frames about who controls a session, and the members of a hello about it. */
final class ControlFrames {
  static final String ROLE = "role";
  static final String TOKEN = "control_token";
  private static final int ROLE_MAX = 64;

  private ControlFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "take_control",
        new Kind(
            Stream.concat(Stream.of(TOKEN), Controls.FIELDS.stream()).toList(),
            each -> new ClientFrame.TakeControl(Controls.Wish.read(each, token(each)))));
    kinds.put("release_control", new Kind(List.of(), each -> new ClientFrame.ReleaseControl()));
    kinds.put(
        "get_control",
        new Kind(
            List.of("session_id"),
            each -> new ClientFrame.GetControl(TaskRequest.sessionId(each))));
  }

  /**
   * What a hello wants to be; null where it does not say.
   *
   * @param client what it calls itself
   */
  static ClientFrame.@Nullable Role role(Fields hello, @Nullable String client) {
    String role = hello.textOrNull(ROLE, 0, ROLE_MAX);
    String token = token(hello);
    if (token != null && !"driver".equals(role)) {
      throw new Fault(ErrorCode.INVALID_FIELD, "control_token goes with role driver only");
    }
    return switch (role) {
      case null -> null;
      case "driver" ->
          new ClientFrame.Role.Driver(
              new Controls.Wish(
                  client == null ? "" : client,
                  false,
                  Optional.ofNullable(token).map(ControlToken::new)));
      case "observer" -> new ClientFrame.Role.Observer();
      default -> throw new Fault(ErrorCode.INVALID_FIELD, "role must be driver or observer");
    };
  }

  private static @Nullable String token(Fields fields) {
    return fields.textOrNull(TOKEN, 1, Controls.TOKEN_MAX);
  }
}
