package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.event.EventType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FrameSchemaTest {
  private final JsonObject schema = new JsonObject(Schemas.document("websocket.schema.json"));
  private final JsonObject definitions = schema.getJsonObject("$defs");

  @Test
  void the_clients_frames_are_those_that_are_read_with_the_same_members() {
    assertThat(FrameReader.members().keySet())
        .containsExactlyInAnyOrderElementsOf(names("client_"));
    FrameReader.members()
        .forEach((op, members) -> {
          Set<String> expected = new TreeSet<>(members);
          expected.addAll(List.of("op", "request_id"));
          JsonObject frame = definitions.getJsonObject("client_" + op);
          assertThat(frame.getJsonObject("properties").fieldNames())
              .as(op)
              .containsExactlyInAnyOrderElementsOf(expected);
          assertThat(frame.getBoolean("additionalProperties")).as(op).isFalse();
        });
  }

  @Test
  void every_definition_of_a_frame_is_among_the_alternatives() {
    for (String side : List.of("client", "server")) {
      Set<String> alternatives =
          definitions.getJsonObject(side).getJsonArray("oneOf").stream()
              .map(each -> ((JsonObject) each).getString("$ref"))
              .map(ref -> ref.substring(("#/$defs/" + side + "_").length()))
              .collect(Collectors.toSet());
      assertThat(alternatives).isEqualTo(names(side + "_"));
    }
  }

  @Test
  void codes_and_event_types_are_those_of_the_catalogues() {
    assertThat(definitions.getJsonObject("error_code").getJsonArray("enum"))
        .isEqualTo(new JsonArray(Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList()));
    assertThat(definitions.getJsonObject("event_type").getJsonArray("enum"))
        .isEqualTo(new JsonArray(Arrays.stream(EventType.values()).map(EventType::wire).toList()));
  }

  @Test
  void every_frame_in_the_documentation_is_valid() {
    Matcher frames =
        Pattern.compile("^\\{\"op\":.*?\\}$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Schemas.document("websocket.md"));
    int count = 0;
    while (frames.find()) {
      JsonObject frame = new JsonObject(frames.group());
      boolean fromClient = FrameReader.members().containsKey(frame.getString("op"));
      Schemas.requireFrame(fromClient ? "client" : "server", frame);
      count++;
    }
    assertThat(count).isEqualTo(6);
  }

  private Set<String> names(String prefix) {
    return definitions.fieldNames().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }
}
