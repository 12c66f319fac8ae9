package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.fleet.CanaryAnswers.Who;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Brings the canaries where they are wrong: by a stranger, in broken requests, to a broken store.
 */
final class CanaryFaults {
  private final CanaryDrive drive;
  private final CanaryAnswers answers;
  private final Fleet fleet;
  private final PodProcess one;
  private final PodProcess two;
  private final String[] bob;

  CanaryFaults(CanaryDrive drive, Fleet fleet, PodProcess one, PodProcess two) {
    this.drive = drive;
    this.answers = drive.answers();
    this.fleet = fleet;
    this.one = one;
    this.two = two;
    this.bob = CanaryDrive.bearer(fleet.token("bob"));
  }

  void everything() {
    strangers();
    wrongRequests();
    brokenStore();
  }

  /** Another principal asks for what is Ann's, by its names and by names that only he has. */
  private void strangers() {
    for (PodProcess pod : List.of(one, two)) {
      for (String suffix :
          List.of(
              "", "/events", "/entries", "/queue", "/shares", "/bindings", "/usage", "/audit")) {
        assertThat(answers.ask(Who.OTHER, pod, "GET", drive.path(suffix), "", bob).status())
            .isEqualTo(404);
      }
      for (String list : List.of("/api/sessions", "/api/tasks", "/api/projects", "/api/usage")) {
        answers.ask(Who.OTHER, pod, "GET", list, "", bob);
      }
      answers.ask(
          Who.OTHER,
          pod,
          "GET",
          "/api/tasks?session_id=" + drive.value(Canary.SESSION_ID),
          "",
          bob);
      answers.ask(
          Who.OTHER,
          pod,
          "POST",
          "/mcp",
          "{}",
          bob[0],
          bob[1],
          "Mcp-Session-Id",
          drive.value(Canary.MCP_SESSION_ID));
    }
    JsonObject move =
        new JsonObject()
            .put("kind", "http")
            .put("transport_id", drive.value(Canary.TRANSPORT_ID))
            .put("session_id", drive.value(Canary.SESSION_ID))
            .put("expected_session_id", drive.value(Canary.SESSION_ID));
    answers.ask(Who.OTHER, one, "POST", "/api/bindings/rebind", move.encode(), bob);
    JsonObject taken = new JsonObject().put("task", "x");
    answers.ask(
        Who.OTHER,
        one,
        "POST",
        "/api/tasks",
        taken.encode(),
        bob[0],
        bob[1],
        "Idempotency-Key",
        drive.value(Canary.IDEMPOTENCY_KEY),
        "X-Transport-Id",
        drive.value(Canary.TRANSPORT_ID));
  }

  private void wrongRequests() {
    String key = drive.value(Canary.API_KEY);
    drive.own("GET", "/nothing/" + drive.value(Canary.URL_PATH), "");
    drive.own("GET", "/api/tasks?token=" + key, "");
    drive.own("GET", "/api/tasks?limit=" + drive.value(Canary.URL_QUERY), "");
    drive.own("GET", "/api/tasks/" + drive.value(Canary.URL_PATH), "");
    drive.own("POST", "/api/tasks", "{\"task\":" + drive.value(Canary.BODY), "");
    drive.own(
        "POST", "/api/tasks", new JsonObject().put(drive.value(Canary.MISSPELT_NAME), 1).encode());
    drive.own(
        "POST",
        "/api/tasks",
        drive.session().put("task", "x").put("agent", drive.value(Canary.MISSPELT_NAME)).encode());
    drive.own("POST", "/api/sessions", "{\"session_id\":\"no " + drive.value(Canary.BODY) + "\"}");
    drive.own("POST", "/api/tools/" + drive.value(Canary.MISSPELT_NAME), "{}");
    drive.own("PATCH", "/api/tasks", "{}");
    drive.own(
        "POST", "/api/tasks", "{}", "X-Transport-Id", drive.value(Canary.HEADER) + "-".repeat(300));
    answers.ask(Who.OTHER, two, "GET", "/api/tasks", "", "Authorization", "Basic " + key);
    answers.ask(
        Who.OTHER,
        two,
        "GET",
        "/api/tasks",
        "",
        "Authorization",
        "Ticket " + drive.value(Canary.TICKET));
    answers.ask(
        Who.OTHER, two, "GET", "/api/tasks", "", "Cookie", "token=" + drive.value(Canary.COOKIE));
    String auth = "\r\nHost: pod\r\nAuthorization: Bearer " + key + "\r\n";
    for (String head :
        List.of(
            "GET /ws?token=" + key + " HTTP/1.1",
            "GET /api/tasks?token=" + key + "&q=" + "x".repeat(9_000) + " HTTP/1.1",
            "GET /api/tasks HTTP/1.1\r\nX-"
                + drive.value(Canary.HEADER)
                + ": "
                + "x".repeat(40_000),
            "GET /api/tasks HTTP/1.1\r\n" + drive.value(Canary.HEADER),
            "GET /api/tasks HTTP/9.9\r\nX: " + drive.value(Canary.HEADER),
            "GET /api/%zz" + drive.value(Canary.URL_PATH) + " HTTP/1.1",
            drive.value(Canary.URL_PATH) + " " + key,
            "POST /api/tasks HTTP/1.1\r\nContent-Length: " + drive.value(Canary.HEADER))) {
      answers.raw(one, head + auth + "Connection: close\r\n\r\n");
    }
    String upgrade =
        "GET /ws HTTP/1.1"
            + auth
            + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    answers.raw(
        one, upgrade + "Origin: https://" + drive.value(Canary.HEADER) + ".example\r\n\r\n");
  }

  /** What Postgres says of a refused row has the row in it. */
  private void brokenStore() {
    List<String> tables = List.of("session", "task", "session_event", "journal_entry", "binding");
    tables.forEach(table ->
        fleet.execute("ALTER TABLE " + table + " ADD CONSTRAINT broken CHECK (false) NOT VALID"));
    String[] way = {
      "X-Transport-Id",
      drive.value(Canary.SOCKET_TRANSPORT_ID) + "-2",
      "X-Request-Id",
      drive.value(Canary.REQUEST_ID)
    };
    JsonObject task = drive.session().put("task", drive.value(Canary.TASK_TEXT));
    assertThat(drive.own("POST", "/api/tasks", task.encode(), way).status())
        .isGreaterThanOrEqualTo(500);
    JsonObject entry = new JsonObject().put("message", drive.value(Canary.ENTRY_TEXT));
    assertThat(drive.own("POST", drive.path("/entries"), entry.encode()).status())
        .isGreaterThanOrEqualTo(500);
    JsonObject fresh = new JsonObject().put("session_id", drive.value(Canary.SESSION_ID) + "-2");
    assertThat(drive.own("POST", "/api/sessions", fresh.encode(), way).status())
        .isGreaterThanOrEqualTo(500);
    tables.forEach(table -> fleet.execute("ALTER TABLE " + table + " DROP CONSTRAINT broken"));
    fleet.execute("ALTER TABLE task RENAME TO task_away");
    assertThat(drive.own("POST", "/api/tasks", task.encode()).status()).isGreaterThanOrEqualTo(500);
    assertThat(drive.own("GET", "/api/tasks/" + drive.value(Canary.URL_PATH), "").status())
        .isGreaterThanOrEqualTo(500);
    fleet.execute("ALTER TABLE task_away RENAME TO task");
  }
}
