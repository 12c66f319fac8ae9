package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.KeyJson;
import dev.holdfast.gateway.session.Keys;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/admin/keys}: make, list, rotate and revoke the API keys of one's own tenant. */
public final class KeyRoutes {
  private static final int PAGE_MAX = 200;
  private static final int PAGE_DEFAULT = 50;

  private final Keys keys;

  public KeyRoutes(Keys keys) {
    this.keys = keys;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/admin/keys", this::create),
        Route.get("/api/admin/keys", List.of("principal", "limit", "before"), this::list),
        Route.post("/api/admin/keys/:key_id/rotate", this::rotate),
        Route.delete("/api/admin/keys/:key_id", this::revoke));
  }

  private Future<Answer> create(Call call) {
    return keys.create(call.access(), call.body(Keys.CREATE_FIELDS)).map(KeyRoutes::issued);
  }

  private Future<Answer> list(Call call) {
    Long limit = call.query().number("limit", 1, PAGE_MAX);
    return keys.list(
            call.access(),
            call.query().text("principal"),
            call.query().number("before", 1, Long.MAX_VALUE),
            limit == null ? PAGE_DEFAULT : limit.intValue())
        .map(page -> Answer.json(200, out -> KeyJson.write(out, page)));
  }

  private Future<Answer> rotate(Call call) {
    return keys.rotate(call.access(), call.path("key_id"), call.body(Keys.ROTATE_FIELDS))
        .map(KeyRoutes::issued);
  }

  private Future<Answer> revoke(Call call) {
    return keys.revoke(call.access(), call.path("key_id"))
        .map(key -> Answer.json(200, out -> KeyJson.write(out, key)));
  }

  private static Answer issued(Keys.Issued issued) {
    return Answer.json(201, out -> KeyJson.write(out, issued.key(), issued.record()));
  }
}
