package dev.holdfast.gateway.connection;

import dev.holdfast.gateway.limit.ClientAddress;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a client comes from, as the network and not the whole address: 24 bits of IPv4, 48 of IPv6
 * (RFC 6177, what one site usually has). Behind a proxy that is not trusted it is the proxy's.
 */
public final class RemoteNetwork {
  private static final int V4_BITS = 24;
  private static final int V6_BITS = 48;

  private RemoteNetwork() {}

  /** The address of a socket's other end; empty where the socket does not tell. */
  public static Optional<InetAddress> address(@Nullable SocketAddress remote) {
    String host = remote == null ? null : remote.hostAddress();
    return host == null ? Optional.empty() : ClientAddress.parse(host);
  }

  /** For example {@code 203.0.113.0/24}. */
  public static String of(InetAddress address) {
    return masked(address, address instanceof Inet4Address ? V4_BITS : V6_BITS);
  }

  private static String masked(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, bits / Byte.SIZE, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
