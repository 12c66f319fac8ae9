package dev.holdfast.k8s;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The chart of this folder, by the real Helm, which helm-java carries as a native library. */
final class Chart {
  static final Path FOLDER = Path.of("chart");

  /** Values for a laptop. */
  static final Path KIND = Path.of("kind.yaml");

  /** Without a cluster Helm takes itself for one that is much older than any. */
  private static final String KUBERNETES = "1.32.0";

  private Chart() {}

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** With the chart's own values. */
  static String rendered() {
    return rendered(Optional.empty(), Map.of());
  }

  /**
   * The text of all manifests, as {@code helm template holdfast chart} prints it.
   *
   * @param file values that win over the chart's
   * @param values single values that win over both, by their dotted paths
   */
  static String rendered(Optional<Path> file, Map<String, String> values) {
    TemplateCommand template =
        new Helm(FOLDER).template().withName("holdfast").withKubeVersion(KUBERNETES);
    file.ifPresent(template::withValuesFile);
    values.forEach(template::set);
    return template.call();
  }
}
