package dev.holdfast.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BOB = new Principal("acme", "bob");
  private static final long MILLI = 1_000_000;

  private final AtomicLong clock = new AtomicLong();

  @Test
  void row_65_a_rate_gives_a_second_at_once_and_then_one_after_the_other() {
    Limits limits = limits(Map.of("gateway.requests_per_second_per_principal_max", "10"));
    for (int i = 0; i < 10; i++) {
      limits.ask(ADA);
    }
    Fault refused = refusal(() -> limits.ask(ADA));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    assertThat(refused.detail()).contains("gateway.requests_per_second_per_principal_max of 10");
    assertThat(refused.retryAfterMs()).hasValue(100);
    limits.ask(BOB);
    clock.addAndGet(99 * MILLI);
    assertThat(refusal(() -> limits.ask(ADA)).retryAfterMs()).hasValue(1);
    clock.addAndGet(MILLI);
    limits.ask(ADA);
    refusal(() -> limits.ask(ADA));
  }

  @Test
  void row_65_principals_of_a_tenant_share_its_rate() {
    Limits limits = limits(Map.of("gateway.requests_per_second_per_tenant_max", "2"));
    limits.ask(ADA);
    limits.ask(BOB);
    assertThat(refusal(() -> limits.ask(ADA)).detail()).contains("per_tenant_max of 2");
    limits.ask(new Principal("other", "ada"));
  }

  @Test
  void row_65_a_share_is_counted_until_it_is_given_back_and_nobody_is_remembered_then() {
    Limits limits =
        limits(
            Map.of(
                "gateway.watchers_per_principal_max", "2",
                "gateway.watchers_per_tenant_max", "3"));
    Shares watchers = limits.watchers();
    Shares.Share first = watchers.take(ADA);
    Shares.Share second = watchers.take(ADA);
    Fault refused = refusal(() -> watchers.take(ADA));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    assertThat(refused.detail()).isEqualTo("gateway.watchers_per_principal_max of 2 is reached");
    Shares.Share third = watchers.take(BOB);
    assertThat(refusal(() -> watchers.take(BOB)).detail()).contains("per_tenant_max of 3");
    first.leave();
    first.leave();
    Shares.Share fourth = watchers.take(BOB);
    refusal(() -> watchers.take(ADA));
    List.of(second, third, fourth).forEach(Shares.Share::leave);
    assertThat(watchers.size()).isZero();
    limits.presences().take(ADA);
  }

  @Test
  void row_65_connections_are_counted_until_they_leave() {
    Limits limits =
        limits(
            Map.of(
                "gateway.connections_per_ip_max", "2",
                "gateway.connections_per_principal_max", "1"));
    OpenConnections.Place first = limits.open(ip("192.0.2.1"));
    OpenConnections.Place second = limits.open(ip("192.0.2.1"));
    first.belong(ADA);
    first.belong(ADA);
    assertThat(refusal(() -> second.belong(ADA)).detail()).contains("per_principal_max of 1");
    second.belong(BOB);
    assertThat(refusal(() -> limits.open(ip("192.0.2.1"))).detail()).contains("per_ip_max of 2");
    limits.open(ip("192.0.2.2"));
    first.leave();
    first.leave();
    limits.open(ip("192.0.2.1")).belong(ADA);
    refusal(() -> limits.open(ip("192.0.2.1")));
  }

  @Test
  void row_65_hosts_of_one_ipv6_network_are_one_client() {
    Limits limits = limits(Map.of("gateway.connections_per_ip_max", "1"));
    limits.open(ip("2001:db8:1:2::1"));
    refusal(() -> limits.open(ip("2001:db8:1:2:3:4:5:6")));
    limits.open(ip("2001:db8:1:3::1"));
  }

  @Test
  void row_65_unfinished_handshakes_are_counted_for_all() {
    Limits limits = limits(Map.of("gateway.handshakes_max", "1"));
    OpenConnections.Place first = limits.open(ip("192.0.2.1"));
    first.shake();
    OpenConnections.Place second = limits.open(ip("192.0.2.2"));
    assertThat(refusal(second::shake).code()).isEqualTo(ErrorCode.OVERLOADED);
    first.settle();
    first.settle();
    second.shake();
    second.leave();
    limits.open(ip("192.0.2.3")).shake();
  }

  @Test
  void what_is_remembered_is_bounded() {
    Buckets buckets = new Buckets(new Rate(10), 100, clock::get);
    for (int i = 0; i < 10_000; i++) {
      assertThat(buckets.draw("key " + i)).isZero();
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void row_65_a_socket_that_says_too_much_is_not_read_for_as_long_as_that_takes() {
    Pace pace =
        limits(
                Map.of(
                    "gateway.messages_per_second_max", "4",
                    "gateway.received_bytes_per_second_max", "65536"))
            .pace();
    assertThat(pace.heard(65_536)).isZero();
    assertThat(pace.heard(32_768)).isEqualTo(500);
    clock.addAndGet(1_500 * MILLI);
    for (int i = 0; i < 4; i++) {
      assertThat(pace.heard(1)).as("message %s", i).isZero();
    }
    assertThat(pace.heard(1)).isEqualTo(250);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, '198.51.100.7', 198.51.100.7",
    "10.0.0.1, '6.6.6.6, 198.51.100.7', 198.51.100.7",
    "10.0.0.1, '6.6.6.6, 198.51.100.7:4711, 10.0.0.2', 198.51.100.7",
    "10.0.0.1, '[2001:db8::1]:80', 2001:db8:0:0:0:0:0:1",
    "10.0.0.1, '2001:db8::1', 2001:db8:0:0:0:0:0:1",
    "10.0.0.1, '', 10.0.0.1",
    "10.0.0.1, 'unknown', 10.0.0.1",
    "10.0.0.1, 'localhost', 10.0.0.1",
    "10.0.0.1, '10.0.0.9', 10.0.0.9",
    "192.0.2.1, '198.51.100.7', 192.0.2.1",
    "11.0.0.1, '198.51.100.7', 11.0.0.1"
  })
  void a_clients_address_is_what_trusted_proxies_say(String peer, String header, String client) {
    assertThat(client(peer, header, "x-forwarded-for")).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource({
    "'for=198.51.100.7;proto=https', 198.51.100.7",
    "'For=\"[2001:db8::1]:4711\"', 2001:db8:0:0:0:0:0:1",
    "'for=6.6.6.6, proto=http;for=198.51.100.7', 198.51.100.7",
    "'for=_hidden', 10.0.0.1",
    "'proto=https', 10.0.0.1"
  })
  void the_standard_header_says_the_same(String header, String client) {
    assertThat(client("10.0.0.1", header, "forwarded")).isEqualTo(client);
  }

  @Test
  void nobody_is_trusted_by_default() {
    assertThat(limits(Map.of()).client(ip("127.0.0.1"), List.of("198.51.100.7")))
        .isEqualTo(ip("127.0.0.1"));
  }

  @Test
  void what_is_no_network_is_refused() {
    for (String wrong : List.of("10.0.0.0/33", "example.org", "10.0.0.0/x", "10.0.0.0/-1")) {
      assertThatThrownBy(() -> Stage.config(Map.of("gateway.trusted_proxies", wrong)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(wrong);
    }
    assertThatThrownBy(() -> Stage.config(Map.of("gateway.proxy_header", "via")))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> Stage.config(Map.of("gateway.received_bytes_per_second_max", "9")))
        .isInstanceOf(ConfigException.class);
  }

  private String client(String peer, String header, String name) {
    Limits limits =
        limits(
            Map.of(
                "gateway.trusted_proxies",
                "10.0.0.0/8\u001f2001:db8:ffff::/48",
                "gateway.proxy_header",
                name));
    return limits.client(ip(peer), List.of(header)).orElseThrow().getHostAddress();
  }

  private Limits limits(Map<String, String> settings) {
    return new Limits(Stage.config(settings).limits(), clock::get);
  }

  private static Optional<InetAddress> ip(String text) {
    return ClientAddress.parse(text);
  }

  private static Fault refusal(Runnable act) {
    Fault refused = catchThrowableOfType(Fault.class, act::run);
    assertThat(refused).isNotNull();
    return refused;
  }
}
