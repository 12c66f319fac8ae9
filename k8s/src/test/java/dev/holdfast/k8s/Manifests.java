package dev.holdfast.k8s;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Manifests, read as strictly as an API server that validates fields: a member that the model of
 * Kubernetes does not have is an error, where the model itself would keep it aside.
 */
record Manifests(List<HasMetadata> all) {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 ConfigMap", ConfigMap.class,
          "v1 Service", Service.class,
          "apps/v1 Deployment", Deployment.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
          "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
          "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class);

  /** Takes no notice of the place where the model keeps what it does not know. */
  private static final class NoPlaceForUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  static final ObjectMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .annotationIntrospector(new NoPlaceForUnknown())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  Manifests {
    all = List.copyOf(all);
  }

  /**
   * Reads every document.
   *
   * @throws IOException for a kind, a member or a type that Kubernetes does not know
   */
  static Manifests strict(String yaml) throws IOException {
    List<HasMetadata> read = new ArrayList<>();
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonNode document : YAML.readValues(parser, JsonNode.class).readAll()) {
        if (!document.isNull()) {
          read.add(YAML.treeToValue(document, kind(document)));
        }
      }
    }
    return new Manifests(read);
  }

  private static Class<? extends HasMetadata> kind(JsonNode document) throws IOException {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new IOException("not a kind that the chart is to have: " + kind);
    }
    return type;
  }

  /** Those of one kind. */
  <T extends HasMetadata> List<T> every(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The only one of its kind. */
  <T extends HasMetadata> T only(Class<T> kind) {
    List<T> found = every(kind);
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " of " + kind.getSimpleName());
    }
    return found.getFirst();
  }

  PodSpec podSpec() {
    return only(Deployment.class).getSpec().getTemplate().getSpec();
  }

  /** What serves. */
  Container pod() {
    return podSpec().getContainers().getFirst();
  }

  /** What runs before. */
  Container migrate() {
    return podSpec().getInitContainers().getFirst();
  }
}
