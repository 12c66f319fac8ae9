package dev.holdfast.deploy.doctor;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.pod.ClusterConfig;
import dev.holdfast.deploy.pod.PodConfig;
import dev.holdfast.deploy.store.DatabaseClock;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.RedisProbe;
import dev.holdfast.deploy.store.SchemaCheck;
import dev.holdfast.deploy.store.WallCheck;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One look at everything, each thing after what it rests on. */
final class Examination {
  private static final Duration CLOCKS_APART_MAX = Duration.ofSeconds(5);

  private final List<Finding> findings = new ArrayList<>();

  private Examination() {}

  /**
   * Looks at it all.
   *
   * @param sources read the configuration anew each time
   */
  static List<Finding> of(Supplier<Settings> sources) {
    Examination examination = new Examination();
    examination.look(sources);
    return List.copyOf(examination.findings);
  }

  private void look(Supplier<Settings> sources) {
    PodConfig config;
    String redis;
    try {
      config = PodConfig.read(sources.get(), "this-pod");
      redis = sources.get().secret("redis.uri");
    } catch (ConfigException | OperatorFault e) {
      findings.add(
          Finding.wrong("configuration", OperatorFault.reason(e), "see docs/configuration.md"));
      for (String what : List.of("postgres", "schema", "rights", "clock", "redis", "ports")) {
        findings.add(Finding.skipped(what, "configuration"));
      }
      return;
    }
    findings.add(Finding.ok("configuration", config.lines().size() + " keys, none unknown"));
    lookAtPostgres(JdbcAccess.of(config.postgres()));
    findings.add(redis(redis));
    findings.addAll(PortLooks.of(config));
    if (config.cluster().enabled()) {
      findings.add(members(config.cluster()));
    }
  }

  private void lookAtPostgres(JdbcAccess access) {
    Duration apart;
    try {
      apart = new DatabaseClock(access).ahead();
    } catch (OperatorFault e) {
      findings.add(
          Finding.wrong(
              "postgres",
              OperatorFault.reason(e),
              "start it, or put host, user and password right"));
      for (String what : List.of("schema", "rights", "clock")) {
        findings.add(Finding.skipped(what, "postgres"));
      }
      return;
    }
    findings.add(Finding.ok("postgres", access.place() + " answers"));
    findings.add(
        asked(
            "schema",
            () -> "version " + new SchemaCheck(access).expectCurrent(),
            "holdfast migrate"));
    findings.add(
        asked(
            "rights",
            () -> {
              new WallCheck(access).expectUsable();
              return "before the wall with duties, behind it with clients";
            },
            "holdfast migrate, then what it says"));
    findings.add(clock(apart));
  }

  /** The message of the start-up check names its own remedy; this one is the usual. */
  private static Finding asked(String what, Supplier<String> check, String remedy) {
    try {
      return Finding.ok(what, check.get());
    } catch (OperatorFault e) {
      return Finding.wrong(what, OperatorFault.reason(e), remedy);
    }
  }

  private static Finding clock(Duration ahead) {
    String told = "the database is " + ahead.toMillis() + " ms ahead";
    return ahead.abs().compareTo(CLOCKS_APART_MAX) <= 0
        ? Finding.ok("clock", told)
        : Finding.warning(
            "clock",
            told,
            "set both clocks by NTP; signed tokens are judged by this one, all else by the"
                + " database's");
  }

  private static Finding redis(String uri) {
    return RedisProbe.refusal(uri)
        .map(reason ->
            Finding.warning(
                "redis",
                "does not answer: " + reason,
                "start it, or put redis.uri right; pods run without it, slower"))
        .orElseGet(() -> Finding.ok("redis", "answers"));
  }

  private static Finding members(ClusterConfig cluster) {
    String name = cluster.serviceDns();
    if (name == null) {
      return Finding.ok("cluster", cluster.members().size() + " members are named");
    }
    try {
      int addresses = InetAddress.getAllByName(name).length;
      return Finding.ok("cluster", name + " leads to " + addresses + " addresses");
    } catch (UnknownHostException e) {
      return Finding.wrong(
          "cluster",
          name + " leads nowhere",
          "make the headless service that cluster.service_dns names; it lists pods that are not"
              + " ready, too");
    }
  }
}
