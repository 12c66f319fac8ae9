package dev.holdfast.deploy.cli.api;

import dev.holdfast.deploy.failure.OperatorFault;
import java.net.URI;
import java.util.List;

/** The addresses of pods, and which of them is asked next. One thread uses it. */
public final class Pods {
  private final List<URI> addresses;
  private int next;

  /**
   * @param addresses for example {@code http://127.0.0.1:8080}; at least one
   */
  public Pods(List<String> addresses) {
    this.addresses = addresses.stream().map(Pods::address).toList();
    if (this.addresses.isEmpty()) {
      throw OperatorFault.usage("--url needs an address");
    }
  }

  private static URI address(String text) {
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!bare.matches("https?://[^/?#@\\s]+")) {
      throw OperatorFault.usage("--url must look like http://host:port: " + text);
    }
    return URI.create(bare);
  }

  URI current() {
    return addresses.get(next);
  }

  /** The one that was asked did not answer, or asked not to be asked any more. */
  void turn() {
    next = (next + 1) % addresses.size();
  }

  int count() {
    return addresses.size();
  }

  OperatorFault unreachable(String reason) {
    String all = String.join(", ", addresses.stream().map(URI::toString).toList());
    return OperatorFault.exit(CliExit.UNREACHABLE, "no pod answers at " + all + ": " + reason);
  }
}
