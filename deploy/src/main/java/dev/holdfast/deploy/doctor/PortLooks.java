package dev.holdfast.deploy.doctor;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.pod.PodConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether a pod could listen where it is to. */
final class PortLooks {
  private PortLooks() {}

  static List<Finding> of(PodConfig config) {
    List<Finding> findings = new ArrayList<>();
    findings.add(look("http.port", config.http().host(), config.http().port()));
    findings.add(look("admin.port", config.admin().host(), config.admin().port()));
    if (config.cluster().enabled()) {
      String host = config.cluster().host();
      findings.add(look("cluster.port", host, config.cluster().port()));
      findings.add(look("cluster.bus_port", host, config.cluster().busPort()));
    }
    return findings;
  }

  private static Finding look(String key, String host, int port) {
    if (port == 0) {
      return Finding.ok(key, "any free one on " + host);
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // closed connections of a former run do not count
      probe.bind(new InetSocketAddress(host, port));
      return Finding.ok(key, port + " on " + host + " is free");
    } catch (IOException e) {
      return Finding.wrong(
          key,
          port + " on " + host + ": " + OperatorFault.reason(e),
          "stop what listens there (a pod that runs already?), or choose another");
    }
  }
}
