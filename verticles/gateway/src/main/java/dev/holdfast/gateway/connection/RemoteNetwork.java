package dev.holdfast.gateway.connection;

import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a client comes from, as the network and not the whole address: 24 bits of IPv4, 48 of IPv6
 * (RFC 6177, what one site usually has). Behind a proxy it is the proxy's.
 */
public final class RemoteNetwork {
  private static final int V4_BITS = 24;
  private static final int V6_BITS = 48;

  private RemoteNetwork() {}

  /** For example {@code 203.0.113.0/24}; null where the socket does not tell. */
  public static @Nullable String of(@Nullable SocketAddress remote) {
    String host = remote == null ? null : remote.hostAddress();
    if (host == null) {
      return null;
    }
    int zone = host.indexOf('%');
    try {
      InetAddress address = InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
      return masked(address, address instanceof Inet4Address ? V4_BITS : V6_BITS);
    } catch (IllegalArgumentException | UnknownHostException e) {
      return null; // a socket of another family
    }
  }

  private static String masked(InetAddress address, int bits) throws UnknownHostException {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, bits / Byte.SIZE, bytes.length, (byte) 0);
    return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
  }
}
