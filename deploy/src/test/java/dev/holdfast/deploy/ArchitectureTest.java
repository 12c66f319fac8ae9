package dev.holdfast.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of ARCHITECTURE.md over all modules: who may know whom, and what is nowhere. */
final class ArchitectureTest {
  private static final String ROOT = OwnCode.ROOT;
  private static final JavaClasses CODE = OwnCode.CLASSES;

  /** What each package may know of its own module; a verticle's own package wires all of it. */
  private static final Map<String, Set<String>> LAYERS = new TreeMap<>();

  static {
    layer("shared.error");
    layer("shared.trace");
    layer("shared.config");
    layer("shared.identity", "shared.error");
    layer("shared.store", "shared.config", "shared.identity", "shared.error");
    layer("shared.event", "shared.identity", "shared.error", "shared.store");
    layer("shared.control", "shared.identity", "shared.error");
    layer("shared.message", "shared.event", "shared.identity", "shared.error", "shared.trace");
    layer("shared.bus", "shared.message", "shared.event", "shared.identity", "shared.error");

    layer("gateway.codec");
    layer("gateway.limit");
    layer("gateway.token");
    layer("gateway.session", "gateway.token", "gateway.codec");
    layer("gateway.connection", "gateway.limit", "gateway.session", "gateway.codec");
    layer("gateway.presence");
    layer("gateway.worker");
    layer(
        "gateway.http", "gateway.connection", "gateway.limit", "gateway.session", "gateway.codec");
    layer(
        "gateway.ws",
        "gateway.connection",
        "gateway.limit",
        "gateway.session",
        "gateway.worker",
        "gateway.codec");

    layer("gateway.mcp.rpc", "gateway.codec");
    layer("gateway.mcp.exchange", "gateway.mcp.rpc", "gateway.codec");
    layer("gateway.mcp.tools", "gateway.session", "gateway.codec");
    layer("gateway.mcp.offers", "gateway.mcp.rpc", "gateway.session", "gateway.codec");
    layer(
        "gateway.mcp.legacy",
        "gateway.mcp.exchange",
        "gateway.mcp.offers",
        "gateway.mcp.rpc",
        "gateway.mcp.tools",
        "gateway.session",
        "gateway.codec");
    layer(
        "gateway.mcp.modern",
        "gateway.mcp.exchange",
        "gateway.mcp.offers",
        "gateway.mcp.rpc",
        "gateway.mcp.tools",
        "gateway.limit",
        "gateway.session",
        "gateway.codec");
    layer(
        "gateway.mcp",
        "gateway.mcp.exchange",
        "gateway.mcp.legacy",
        "gateway.mcp.modern",
        "gateway.mcp.offers",
        "gateway.mcp.rpc",
        "gateway.mcp.tools",
        "gateway.token",
        "gateway.http",
        "gateway.connection",
        "gateway.limit",
        "gateway.session",
        "gateway.codec");

    layer("registry.flight");
    layer("registry.store", "registry.flight");
    layer("registry.cache.store");
    layer("registry.cache", "registry.cache.store");
    layer("registry.credential", "registry.store", "registry.cache", "registry.flight");
    layer("registry.belief", "registry.store", "registry.cache", "registry.flight");
    layer("registry.project", "registry.belief", "registry.store", "registry.flight");
    layer("registry.session", "registry.store", "registry.cache", "registry.flight");
    layer(
        "registry.lifecycle",
        "registry.session",
        "registry.store",
        "registry.cache",
        "registry.flight");
    layer("registry.share", "registry.session", "registry.store", "registry.flight");
    layer(
        "registry.binding",
        "registry.belief",
        "registry.session",
        "registry.store",
        "registry.flight");
    layer("registry.control", "registry.store", "registry.flight");
    layer(
        "registry.mcp", "registry.belief", "registry.session", "registry.store", "registry.flight");
    layer("registry.journal.store");
    layer("registry.journal", "registry.journal.store", "registry.project", "registry.flight");

    layer("tasks.task");
    layer("tasks.store", "tasks.task");
    layer("tasks.agent");
    layer("tasks.agent.demo", "tasks.agent");
    layer("tasks.agent.process", "tasks.agent");
    layer("tasks.agent.command", "tasks.agent", "tasks.agent.process");
    layer("tasks.agent.jsonrpc", "tasks.agent", "tasks.agent.process");
    layer("tasks.agent.acp", "tasks.agent", "tasks.agent.process", "tasks.agent.jsonrpc");
    layer("tasks.agent.mcp", "tasks.agent", "tasks.agent.process", "tasks.agent.jsonrpc");
    layer("tasks.agent.worker", "tasks.agent", "tasks.agent.process", "tasks.task");
    layer("tasks.tools", "tasks.agent");
    layer("tasks.intake", "tasks.task", "tasks.store", "tasks.agent");
    layer("tasks.execution", "tasks.task", "tasks.store", "tasks.agent");
    // Upkeep ends the processes that a killed pod's agents left on this machine.
    layer("tasks.upkeep", "tasks.task", "tasks.store", "tasks.agent.process");

    layer("broadcast.replay");
    layer("broadcast.fanout", "broadcast.replay");
    layer("broadcast.store");
    layer("broadcast.retention", "broadcast.store");

    layer("deploy.failure");
    layer("deploy.process");
    layer("deploy.log", "deploy.failure");
    layer("deploy.trace", "deploy.process");
    layer("deploy.config", "deploy.failure");
    layer("deploy.store", "deploy.failure");
    layer("deploy.metrics");
    layer("deploy.health", "deploy.metrics", "deploy.store");
    layer("deploy.keys", "deploy.config", "deploy.failure", "deploy.store");
    layer("deploy.cli.api", "deploy.failure");
    layer("deploy.cli.show", "deploy.failure");
    layer("deploy.cli", "deploy.cli.api", "deploy.cli.show", "deploy.failure");
    layer(
        "deploy.doctor",
        "deploy.cli.show",
        "deploy.config",
        "deploy.failure",
        "deploy.pod",
        "deploy.store");
    layer("deploy.embedded", "deploy.failure", "deploy.process");
    layer(
        "deploy.pod",
        "deploy.config",
        "deploy.failure",
        "deploy.health",
        "deploy.log",
        "deploy.metrics",
        "deploy.process",
        "deploy.store",
        "deploy.trace",
        "registry",
        "tasks",
        "broadcast",
        "gateway",
        "gateway.limit",
        "gateway.presence");
    layer(
        "deploy.dev",
        "deploy.config",
        "deploy.embedded",
        "deploy.failure",
        "deploy.process",
        "deploy.store");
  }

  /** Packages that put the others of their module together. */
  private static final Set<String> WIRING =
      Set.of("gateway", "registry", "tasks", "broadcast", "deploy");

  @TestFactory
  Stream<DynamicTest> a_package_knows_only_what_the_layers_let_it() {
    return LAYERS.entrySet().stream()
        .map(layer ->
            dynamicTest(
                layer.getKey(),
                () ->
                    classes()
                        .that()
                        .resideInAPackage(ROOT + "." + layer.getKey())
                        .should()
                        .onlyDependOnClassesThat(allowed(layer.getKey(), layer.getValue()))
                        .check(CODE)));
  }

  @Test
  void every_package_has_its_place_in_the_layers() {
    Set<String> placed = new TreeSet<>(LAYERS.keySet());
    placed.addAll(WIRING);
    assertThat(packages().keySet()).containsExactlyInAnyOrderElementsOf(placed);
  }

  @TestFactory
  Stream<DynamicTest> a_verticle_knows_no_other_verticle() {
    List<String> verticles = List.of("registry", "tasks", "broadcast", "gateway");
    return verticles.stream()
        .map(self ->
            dynamicTest(
                self,
                () ->
                    classes()
                        .that()
                        .resideInAPackage(ROOT + "." + self + "..")
                        .should()
                        .onlyDependOnClassesThat(
                            notOurs()
                                .or(
                                    resideInAnyPackage(
                                        ROOT + "." + self + "..", ROOT + ".shared..")))
                        .check(CODE)));
  }

  @Test
  void shared_knows_no_module() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".shared..")
        .should()
        .onlyDependOnClassesThat(notOurs().or(resideInAnyPackage(ROOT + ".shared..")))
        .check(CODE);
  }

  @Test
  void there_is_no_circle_between_packages() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void http_is_spoken_only_by_the_gateways_protocols_and_health() {
    onlyIn(
        List.of(
            ROOT + ".gateway.http",
            ROOT + ".gateway.ws",
            ROOT + ".gateway.mcp",
            ROOT + ".gateway.token",
            ROOT + ".deploy.health"),
        "io.vertx.core.http..",
        "io.vertx.ext.web..");
  }

  /**
   * Replay hands the connection it was given to the event log; it holds no statement. Control is
   * asked for in the transactions of others.
   */
  @Test
  void databases_are_reached_only_from_stores_and_the_event_log() {
    onlyIn(
        List.of("..store", ROOT + ".shared.event", ROOT + ".shared.control"),
        "io.vertx.sqlclient..",
        "io.vertx.pgclient..",
        "io.vertx.redis..",
        "java.sql..",
        "org.postgresql..",
        "org.flywaydb..");
  }

  @Test
  void json_objects_are_handled_only_by_codecs_and_configuration() {
    noClasses()
        .that(
            describe(
                "are neither *Codec nor *Json nor in a codec or config package",
                type ->
                    !outermost(type).getSimpleName().matches(".*(Codec|Json)")
                        && !type.getPackageName().matches(".*\\.(codec|config)")))
        .should()
        .dependOnClassesThat(
            describe(
                "are JSON trees",
                type ->
                    type.getFullName().matches("io\\.vertx\\.core\\.json\\.Json(Object|Array)")))
        .check(CODE);
  }

  @Test
  void nobody_sleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CODE);
    noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class).check(CODE);
    noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class).check(CODE);
    noClasses()
        .should()
        .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
        .check(CODE);
  }

  @Test
  void no_package_is_a_drawer_for_everything() {
    assertThat(packages().keySet())
        .noneMatch(name -> name.matches("(.*\\.)?(util|utils|common|commons|helper|helpers|misc)"));
  }

  @Test
  void every_package_tells_its_purpose_and_is_null_marked() {
    packages()
        .forEach((name, content) ->
            assertThat(content.isAnnotatedWith(NullMarked.class))
                .as(name + " has a package-info with @NullMarked")
                .isTrue());
  }

  private static void layer(String name, String... knows) {
    LAYERS.put(name, Set.of(knows));
  }

  /** Itself, what its layer names, all of shared for a module, and everything that is not ours. */
  private static DescribedPredicate<JavaClass> allowed(String self, Set<String> known) {
    Set<String> names = new TreeSet<>(known);
    names.add(self);
    if (!self.startsWith("shared.")) {
      names.add("shared..");
    }
    String[] packages = names.stream().map(name -> ROOT + "." + name).toArray(String[]::new);
    return notOurs().or(resideInAnyPackage(packages));
  }

  private static DescribedPredicate<JavaClass> notOurs() {
    return describe("are not ours", type -> !type.getPackageName().startsWith(ROOT));
  }

  private static void onlyIn(List<String> homes, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(homes.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(CODE);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  /** Packages that hold classes, by their name without the root. */
  private static Map<String, JavaPackage> packages() {
    return CODE.stream()
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(JavaClass::getPackage)
        .distinct()
        .collect(
            Collectors.toMap(home -> home.getName().substring(ROOT.length() + 1), home -> home));
  }
}
