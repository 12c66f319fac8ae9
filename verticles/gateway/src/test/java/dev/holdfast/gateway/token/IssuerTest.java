package dev.holdfast.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {
  @Test
  void row_77_keys_come_from_the_issuers_address_and_an_expired_token_closes_its_socket()
      throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    String published = new JWKSet(key).toString();
    Vertx vertx = Vertx.vertx();
    HttpServer issuer =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end(published))
                .listen(0, "127.0.0.1"));
    String address = "http://127.0.0.1:" + issuer.actualPort() + "/keys";
    try (Stage stage =
        Stage.with(
            "auth.jwt.issuer", "i",
            "auth.jwt.audience", "holdfast",
            "auth.jwt.jwks_url", address,
            "auth.jwt.leeway_s", "0",
            "gateway.credential_check_ms", "20")) {
      assertThat(new Api(stage.port(), token(key, 60)).get("/api/tasks").status()).isEqualTo(200);
      assertThat(new Api(stage.port(), token(key, -60)).get("/api/tasks").status()).isEqualTo(401);
      Ws ws = new Ws(stage.vertx, stage.port());
      assertThat(ws.call(Ws.hello().put("token", token(key, 3))).getString("op"))
          .isEqualTo("hello_ack");
      assertThat(ws.next().getString("code")).isEqualTo("unauthenticated");
      assertThat(ws.closeCode()).isEqualTo(4401);
    } finally {
      Await.result(vertx.close());
    }
  }

  @Test
  void row_77_keys_come_from_a_file_and_those_of_a_new_file_count_without_a_restart(
      @TempDir Path folder) throws JOSEException, IOException {
    ECKey one = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    ECKey two = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    Path file = Files.writeString(folder.resolve("keys.json"), published(one));
    try (Stage stage =
        Stage.with(
            "auth.jwt.issuer", "i",
            "auth.jwt.audience", "holdfast",
            "auth.jwt.jwks_file", file.toString(),
            "auth.jwt.unknown_kid_s", "1")) {
      assertThat(status(stage, one)).isEqualTo(200);
      assertThat(status(stage, two)).isEqualTo(401);

      replace(file, published(one, two));
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> status(stage, two) == 200);
      assertThat(status(stage, one)).isEqualTo(200);

      // A broken file changes nothing; one without the first key ends that key.
      ECKey three = new ECKeyGenerator(Curve.P_256).keyID("three").generate();
      replace(file, "{");
      assertThat(status(stage, three)).isEqualTo(401);
      assertThat(status(stage, two)).isEqualTo(200);
      replace(file, published(two, three));
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> status(stage, three) == 200);
      assertThat(status(stage, one)).isEqualTo(401);
    }
  }

  private static int status(Stage stage, ECKey key) throws JOSEException {
    return new Api(stage.port(), token(key, 60)).get("/api/tasks").status();
  }

  private static String published(ECKey... keys) {
    return new JWKSet(List.<JWK>of(keys)).toString();
  }

  /** As an operator should: never half a file. */
  private static void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String token(ECKey key, int lifetimeS) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer("i")
                .audience("holdfast")
                .subject("ada")
                .claim("tenant", "acme")
                .expirationTime(Date.from(Instant.now().plusSeconds(lifetimeS)))
                .build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
