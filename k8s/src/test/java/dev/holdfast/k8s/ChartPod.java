package dev.holdfast.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One pod of a rendered release on this machine, as the node would start it: the image's entry
 * point, the container's arguments with its variables put in, and nothing in the environment but
 * what the container says. The configuration's volume is a folder here.
 *
 * @param ip the pod's own address
 * @param secrets the values of the Secret that the release refers to
 * @param folder takes the volumes and the output
 * @param javaOptions what stands for the node: where names lead to
 */
record ChartPod(
    Manifests release,
    String name,
    String ip,
    Map<String, String> secrets,
    Path folder,
    String javaOptions) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_]+)\\)");
  private static final String CONFIG = "/etc/holdfast";

  Process start(Container container) throws IOException {
    Path volume = Files.createDirectories(folder.resolve(name));
    for (Map.Entry<String, String> file : release.only(ConfigMap.class).getData().entrySet()) {
      Files.writeString(volume.resolve(file.getKey()), file.getValue());
    }
    if (!Optional.ofNullable(container.getCommand()).orElse(List.of()).isEmpty()) {
      throw new IllegalStateException("the image's entry point is to be used");
    }
    Map<String, String> environment = environment(container);
    List<String> command = new ArrayList<>(entryPoint());
    for (String argument : container.getArgs()) {
      command.add(expanded(argument, environment).replace(CONFIG, volume.toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_TOOL_OPTIONS", javaOptions);
    return builder.redirectErrorStream(true).redirectOutput(output(container).toFile()).start();
  }

  Path output(Container container) {
    return folder.resolve(name + "-" + container.getName() + ".out");
  }

  private Map<String, String> environment(Container container) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : container.getEnv()) {
      environment.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : referred(variable.getValueFrom()));
    }
    return environment;
  }

  private String referred(EnvVarSource source) {
    if (source.getSecretKeyRef() != null) {
      return Optional.ofNullable(secrets.get(source.getSecretKeyRef().getKey())).orElseThrow();
    }
    return switch (source.getFieldRef().getFieldPath()) {
      case "metadata.name" -> name;
      case "status.podIP" -> ip;
      default -> throw new IllegalStateException(source.toString());
    };
  }

  private static String expanded(String argument, Map<String, String> environment) {
    return REFERENCE
        .matcher(argument)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                Optional.ofNullable(environment.get(found.group(1))).orElseThrow()));
  }

  /** As Jib writes it: the flags and the class that deploy/pom.xml names. */
  private static List<String> entryPoint() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(texts("jvmFlag"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        texts("mainClass").stream().filter(name -> name.startsWith("dev.")).distinct().toList());
    return command;
  }

  private static List<String> texts(String element) throws IOException {
    try {
      Document pom =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(Path.of("..", "deploy", "pom.xml").toFile());
      NodeList found = pom.getElementsByTagName(element);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        texts.add(found.item(i).getTextContent());
      }
      return texts;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }
}
