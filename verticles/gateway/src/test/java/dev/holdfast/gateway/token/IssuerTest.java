package dev.holdfast.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
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
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

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

  private static String token(ECKey key, int lifetimeS) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
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
