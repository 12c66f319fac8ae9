package dev.holdfast.loadtests.trial;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What one call was told on its stream, over however many connections. For one thread. */
final class McpTold {
  private static final String ID = "id:";
  private static final String DATA = "data:";

  private final int request;
  private final String token;
  private final Findings findings;
  private final List<Long> progress = new ArrayList<>();
  private String lastId = "";
  private boolean over;

  /**
   * @param request the id of the call
   * @param token its progress token
   */
  McpTold(int request, String token, Findings findings) {
    this.request = request;
    this.token = token;
    this.findings = findings;
  }

  /** Where to go on; "" before anything came. */
  String lastId() {
    return lastId;
  }

  /** Whether the result came. */
  boolean over() {
    return over;
  }

  /** The next whole event, as text. */
  void take(String event) {
    StringBuilder data = new StringBuilder();
    event
        .lines()
        .forEach(line -> {
          if (line.startsWith(ID)) {
            lastId = line.substring(ID.length()).strip();
          } else if (line.startsWith(DATA)) {
            data.append(line.substring(DATA.length()).strip());
          }
        });
    if (!data.isEmpty()) {
      take(new JsonObject(data.toString()));
    }
  }

  private void take(JsonObject message) {
    findings.check(!over, Breach.DUPLICATED, "after the result came " + message.encode());
    if (message.containsKey("method")) {
      JsonObject params = message.getJsonObject("params");
      findings.check(
          token.equals(params.getString("progressToken")),
          Breach.CROSSED,
          "to " + token + " came " + message.encode());
      long step = params.getLong("progress", -1L);
      if (!progress.isEmpty() && step <= progress.getLast()) {
        findings.violation(
            progress.contains(step) ? Breach.DUPLICATED : Breach.REORDERED,
            token + ": after " + progress.getLast() + " came " + step);
      }
      progress.add(step);
    } else {
      over = true;
      findings.check(
          Integer.valueOf(request).equals(message.getInteger("id")),
          Breach.CROSSED,
          "to " + request + " came " + message.encode());
      boolean failed =
          message
              .getJsonObject("result", new JsonObject().put("isError", true))
              .getBoolean("isError", false);
      findings.check(!failed, "a call failed: " + message.encode());
    }
  }

  /**
   * All of it against what the session's log says.
   *
   * @param logged the steps of the one task of this call, in the order of the log
   */
  void judge(List<Long> logged) {
    List<Long> missing = logged.stream().filter(step -> !progress.contains(step)).toList();
    findings.check(missing.isEmpty(), Breach.LOST, token + " was not told " + missing);
    List<Long> invented = progress.stream().filter(step -> !logged.contains(step)).toList();
    findings.check(invented.isEmpty(), Breach.CROSSED, token + " was told " + invented);
    findings.check(over, Breach.UNFINISHED, token + " has no result");
  }
}
