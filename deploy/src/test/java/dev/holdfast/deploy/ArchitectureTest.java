package dev.holdfast.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The import rules of ARCHITECTURE.md, over the classes of every module. */
final class ArchitectureTest {
  private static final String ROOT = "dev.holdfast";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  private static DescribedPredicate<JavaClass> in(String... packages) {
    String[] full =
        List.of(packages).stream().map(name -> ROOT + "." + name).toArray(String[]::new);
    return resideInAnyPackage(full);
  }

  private static DescribedPredicate<JavaClass> oursOtherThan(String... packages) {
    return resideInAPackage(ROOT + "..").and(DescribedPredicate.not(in(packages)));
  }

  /** Classes of these packages use nothing of ours but what is named. */
  private static void only(String packages, String... allowed) {
    noClasses()
        .that(in(packages))
        .should()
        .dependOnClassesThat(oursOtherThan(allowed))
        .check(CLASSES);
  }

  @Test
  void the_rules_see_every_module() {
    for (String module : List.of("shared", "gateway", "registry", "tasks", "broadcast", "deploy")) {
      assertThat(CLASSES.that(in(module + "..")).size()).as(module).isGreaterThan(5);
    }
  }

  @Test
  void only_deploy_sees_the_verticles_and_they_see_only_shared() {
    for (String verticle : List.of("gateway", "registry", "tasks", "broadcast")) {
      only(verticle + "..", verticle + "..", "shared..");
    }
    only("shared..", "shared..");
  }

  @Test
  void no_package_is_part_of_a_circle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shared_imports_one_way() {
    only("shared.error", "shared.error");
    only("shared.config", "shared.config", "shared.error");
    only("shared.identity", "shared.identity", "shared.error");
    only("shared.store", "shared.store", "shared.config", "shared.error");
    only("shared.event", "shared.event", "shared.identity", "shared.store", "shared.error");
    only("shared.message", "shared.message", "shared.event", "shared.identity", "shared.error");
    only(
        "shared.bus",
        "shared.bus",
        "shared.message",
        "shared.event",
        "shared.identity",
        "shared.error");
  }

  @Test
  void gateway_protocols_are_ignorant_of_each_other_and_stand_on_connection_session_codec() {
    String base = "gateway.";
    only(base + "codec..", base + "codec..", "shared..");
    only(base + "session..", base + "session..", base + "codec..", "shared..");
    only(
        base + "connection..",
        base + "connection..",
        base + "session..",
        base + "codec..",
        "shared..");
    for (String protocol : List.of("ws", "http")) {
      only(
          base + protocol + "..",
          base + protocol + "..",
          base + "connection..",
          base + "session..",
          base + "codec..",
          "shared..");
    }
  }

  @Test
  void tasks_intake_execution_and_upkeep_are_ignorant_of_each_other() {
    String base = "tasks.";
    only(base + "task..", base + "task..", "shared..");
    only(base + "store..", base + "store..", base + "task..", "shared..");
    only(base + "agent..", base + "agent..", "shared..");
    for (String part : List.of("intake", "execution", "upkeep")) {
      only(
          base + part + "..",
          base + part + "..",
          base + "task..",
          base + "store..",
          base + "agent..",
          "shared..");
    }
  }

  @Test
  void broadcast_imports_one_way() {
    only("broadcast.replay..", "broadcast.replay..", "shared..");
    only("broadcast.fanout..", "broadcast.fanout..", "broadcast.replay..", "shared..");
  }

  @Test
  void only_protocols_and_health_speak_http() {
    noClasses()
        .that(DescribedPredicate.not(in("gateway.http..", "gateway.ws..", "deploy.health..")))
        .should()
        .dependOnClassesThat(resideInAPackage("io.vertx.core.http.."))
        .check(CLASSES);
  }

  @Test
  void only_stores_and_the_event_log_speak_to_databases() {
    noClasses()
        .that(
            DescribedPredicate.not(resideInAnyPackage(ROOT + "..store..", ROOT + ".shared.event")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.redis..", "java.sql.."))
        .check(CLASSES);
  }

  @Test
  void json_trees_are_only_in_codecs_and_configuration() {
    DescribedPredicate<JavaClass> codec =
        DescribedPredicate.describe(
            "codecs and configuration",
            type -> {
              String name = type.getFullName();
              return name.matches(".*(Codec|Json)(\\$.*)?")
                  || name.contains(".codec.")
                  || name.contains(".config.");
            });
    noClasses()
        .that(DescribedPredicate.not(codec))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(JsonObject.class, JsonArray.class)
        .check(CLASSES);
  }

  @Test
  void nobody_sleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
  }

  @Test
  void no_package_is_called_util_or_common() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..misc..")
        .check(CLASSES);
  }

  @Test
  void every_package_says_what_it_is_and_is_null_marked() {
    TreeSet<String> silent = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      JavaPackage itsPackage = type.getPackage();
      if (!itsPackage.isAnnotatedWith(NullMarked.class)) {
        silent.add(itsPackage.getName());
      }
    }
    assertThat(silent).as("packages without a package-info.java that is @NullMarked").isEmpty();
  }

  @Test
  void a_verticle_only_wires() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Verticle")
        .should(
            new ArchCondition<>("have at most eight methods of its own") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                long methods =
                    type.getMethods().stream()
                        .filter(method -> !method.getName().contains("$"))
                        .count();
                events.add(
                    new SimpleConditionEvent(
                        type, methods <= 8, type.getName() + " has " + methods + " methods"));
              }
            })
        .check(CLASSES);
  }
}
