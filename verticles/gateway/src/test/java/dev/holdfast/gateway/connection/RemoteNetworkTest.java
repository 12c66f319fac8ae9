package dev.holdfast.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemoteNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.0/24",
    "127.0.0.1, 127.0.0.0/24",
    "::ffff:203.0.113.77, 203.0.113.0/24",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48"
  })
  void an_address_is_told_as_its_network(String address, String network) {
    assertThat(
            RemoteNetwork.address(SocketAddress.inetSocketAddress(1, address))
                .map(RemoteNetwork::of))
        .contains(network);
  }

  @Test
  void what_is_no_internet_address_is_not_told() {
    assertThat(RemoteNetwork.address(SocketAddress.domainSocketAddress("/tmp/socket"))).isEmpty();
    assertThat(RemoteNetwork.address(null)).isEmpty();
  }
}
