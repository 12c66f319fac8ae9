package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.WsClient;
import dev.holdfast.loadtests.api.Frames;
import dev.holdfast.loadtests.api.Names;
import dev.holdfast.loadtests.api.Operation;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sends everything twice, with foreign names and with names of nothing, and compares. */
final class ForeignWalk {
  private static final Pattern FRESH =
      Pattern.compile(
          "(tsk|ses|key|ent|hf)_[A-Za-z0-9_-]+|\"request_id\": ?(\"[^\"]*\"|null|[0-9]+)"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|[0-9a-f]{64}");

  private final Stage stage;
  private final List<Operation> operations;
  private final Findings findings;
  private final List<Double> foreignMs = new ArrayList<>();
  private final List<Double> unknownMs = new ArrayList<>();
  private int turn;

  ForeignWalk(Stage stage, List<Operation> operations, Findings findings) {
    this.stage = stage;
    this.operations = operations;
    this.findings = findings;
  }

  /**
   * Over all operations: first those that only name things, then those that make what they name for
   * the stranger, then the first again.
   */
  void over(ForeignTrial.Stranger stranger, Names foreign, Names unknown, List<String> canaries) {
    List<Operation> naming = operations.stream().filter(o -> !o.makes(foreign)).toList();
    List<Operation> making = operations.stream().filter(o -> o.makes(foreign)).toList();
    naming.forEach(operation -> compare(operation, stranger, foreign, unknown, canaries));
    making.forEach(operation -> compare(operation, stranger, foreign, unknown, canaries));
    naming.stream()
        .filter(operation -> !operation.streams())
        .forEach(operation -> compare(operation, stranger, foreign, unknown, canaries));
  }

  private void compare(
      Operation operation,
      ForeignTrial.Stranger stranger,
      Names foreign,
      Names unknown,
      List<String> canaries) {
    Pod pod = stage.pods().get(turn++ % stage.pods().size());
    Caller.Answer toForeign = call(pod, operation, stranger, foreign);
    Caller.Answer toUnknown = call(pod, operation, stranger, unknown);
    findings.tried(1);
    if (operation.method().name().equals("GET")) {
      foreignMs.add(toForeign.tookMs());
      unknownMs.add(toUnknown.tookMs());
    }
    String what = operation + " by " + stranger.kind();
    canaries.forEach(canary ->
        findings.check(!toForeign.body().contains(canary), what + " was told " + toForeign));
    if (operation.ask("", foreign).equals(operation.ask("", unknown))) {
      return; // it names nothing: two lists of one's own may differ by what was made between
    }
    findings.check(toForeign.status() != 0, what + " was not answered");
    findings.check(
        plain(toForeign, foreign).equals(plain(toUnknown, unknown)),
        what + " can tell " + plain(toForeign, foreign) + " from " + plain(toUnknown, unknown));
  }

  private Caller.Answer call(
      Pod pod, Operation operation, ForeignTrial.Stranger stranger, Names names) {
    return Patient.call(stage, pod, operation.ask(stranger.token(), names));
  }

  /** Status, the kinds of headers, and the body without what is new in every answer. */
  private static String plain(Caller.Answer answer, Names names) {
    List<String> headers = new ArrayList<>();
    answer
        .headers()
        .forEach((name, value) -> {
          if (!List.of("content-length", "date", "x-request-id", "location")
              .contains(name.toLowerCase(Locale.ROOT))) {
            headers.add(name.toLowerCase(Locale.ROOT) + "=" + value);
          }
        });
    Collections.sort(headers);
    return answer.status() + " " + headers + " " + body(answer, names);
  }

  /** Of one's own thing only what it has: how far its task is depends on when one looks. */
  private static String body(Caller.Answer answer, Names names) {
    return answer.ok() ? answer.json().fieldNames().toString() : plain(answer.body(), names);
  }

  private static String plain(String text, Names names) {
    return FRESH.matcher(names.blank(text)).replaceAll("…");
  }

  /** Every kind of frame, on a connection of the stranger's own. */
  void frames(ForeignTrial.Stranger stranger, Names foreign, Names unknown, List<String> canaries) {
    Pod pod = stage.pods().get(turn++ % stage.pods().size());
    JsonObject hello = new JsonObject().put("token", stranger.token());
    List<JsonObject> ofForeign = Frames.all(foreign);
    List<JsonObject> ofUnknown = Frames.all(unknown);
    try (WsClient socket = WsClient.hello(pod.process(), hello)) {
      for (int i = 0; i < ofForeign.size(); i++) {
        JsonObject toForeign = socket.request(ofForeign.get(i));
        String what = ofForeign.get(i).getString("op") + " by " + stranger.kind();
        canaries.forEach(canary ->
            findings.check(!toForeign.encode().contains(canary), what + " was told " + toForeign));
        if (!ofForeign.get(i).equals(ofUnknown.get(i))) {
          JsonObject toUnknown = socket.request(ofUnknown.get(i));
          findings.check(
              plain(toForeign, foreign).equals(plain(toUnknown, unknown)),
              what + " can tell " + toForeign + " from " + toUnknown);
        }
        findings.count("frames");
        findings.tried(1);
      }
      canaries.forEach(canary ->
          findings.check(
              socket.frames().stream().noneMatch(frame -> frame.encode().contains(canary)),
              "a frame to " + stranger.kind() + " has " + canary));
    }
  }

  private static String plain(JsonObject frame, Names names) {
    JsonObject copy = frame.copy();
    copy.remove("request_id");
    if (frame.getBoolean("ok", false)) {
      return frame.getString("op") + " " + copy.fieldNames();
    }
    return plain(copy.encode(), names);
  }

  /** Not judged: a look at whether time tells what the answers do not. */
  void tellMedians() {
    findings.remark(
        "median ms of reads",
        String.format(
            Locale.ROOT, "foreign %.2f, unknown %.2f", median(foreignMs), median(unknownMs)));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
