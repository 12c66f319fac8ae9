package dev.holdfast.gateway.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Where the issuer's keys come from: a URL, or a file. */
final class KeySource {
  private static final int BYTES_MAX = 262_144;

  private KeySource() {}

  static Supplier<Future<String>> of(Vertx vertx, JwtConfig config) {
    String url = config.jwksUrl();
    String file = config.jwksFile();
    if (url == null) {
      return () -> vertx.fileSystem().readFile(String.valueOf(file)).map(KeySource::text);
    }
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(config.fetchMs()).setMaxHeaderSize(16_384));
    return () ->
        client
            .request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(url)
                    .setTimeout(config.fetchMs()))
            .compose(request ->
                request
                    .send()
                    .compose(KeySource::body)
                    .timeout(config.fetchMs(), TimeUnit.MILLISECONDS)
                    .onFailure(failure -> request.reset()));
  }

  private static Future<String> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture(new IllegalStateException("status " + response.statusCode()));
    }
    Buffer whole = Buffer.buffer();
    response.handler(part -> {
      if (whole.length() + part.length() > BYTES_MAX) {
        response.request().reset();
      } else {
        whole.appendBuffer(part);
      }
    });
    return response.end().map(done -> text(whole));
  }

  private static String text(Buffer bytes) {
    if (bytes.length() > BYTES_MAX) {
      throw new IllegalStateException("more than " + BYTES_MAX + " bytes");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
