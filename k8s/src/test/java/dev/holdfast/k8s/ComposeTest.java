package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.pod.PodConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The compose file gives a pod a configuration that it takes. */
final class ComposeTest {
  private static final Path FILE = Path.of("..", "deploy", "compose.yaml");
  private static final Path POM = Path.of("..", "deploy", "pom.xml");

  @Test
  void a_pod_takes_what_the_file_gives_it() throws IOException {
    JsonNode services = Manifests.YAML.readTree(Files.readString(FILE)).path("services");
    JsonNode pod = services.path("pod");
    List<String> command = texts(pod.path("command"));
    assertThat(command).startsWith("pod");
    PodConfig config =
        PodConfig.read(ConfigSources.read(null, environment(), assignments(command)), "host");
    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(pod.path("ports").path(0).asText()).endsWith(":" + config.http().port());
    assertThat(texts(services.path("migrate").path("command"))).containsExactly("migrate");
    String grace = pod.path("stop_grace_period").asText().replace("s", "");
    assertThat(Integer.parseInt(grace) * 1000).isGreaterThan(config.drainMsMax());
  }

  @Test
  void what_the_java_runtime_may_take_fits_into_the_limit() throws IOException {
    JsonNode holdfast = Manifests.YAML.readTree(Files.readString(FILE)).path("x-holdfast");
    assertThat(holdfast.path("mem_limit").asText()).isEqualTo("1g");
    assertThat(environment().getOrDefault("JDK_JAVA_OPTIONS", "").split(" "))
        .as("512 MiB, 256 MiB, and more than 200 MiB are left")
        .contains("-XX:MaxRAMPercentage=50", "-XX:MaxDirectMemorySize=256m");
  }

  @Test
  void the_image_is_the_one_that_the_build_makes() throws IOException {
    JsonNode compose = Manifests.YAML.readTree(Files.readString(FILE));
    String version = Files.readString(POM).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    assertThat(compose.path("x-holdfast").path("image").asText()).isEqualTo("holdfast:" + version);
    assertThat(Chart.rendered()).contains("image: holdfast:" + version);
  }

  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    Manifests.YAML
        .readTree(Files.readString(FILE))
        .path("x-holdfast")
        .path("environment")
        .properties()
        .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
    return environment;
  }

  private static List<String> assignments(List<String> command) {
    List<String> assignments = new ArrayList<>();
    for (int i = 1; i < command.size(); i += 2) {
      assertThat(command.get(i)).isEqualTo("--set");
      assignments.add(command.get(i + 1));
    }
    return assignments;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
