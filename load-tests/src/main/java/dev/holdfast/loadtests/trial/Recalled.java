package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many sessions and projects pods answered from memory, by their own meters. For one thread.
 */
final class Recalled implements AutoCloseable {
  private static final Pattern METER =
      Pattern.compile(
          "(?m)^holdfast_answers_recalled_total\\{.*question=\"(?:mcp_session|project)\".*}"
              + " (\\S+)$");

  private static final int KINDS = 2;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Map<Long, Long> byProcess = new HashMap<>();

  /** Notes it for the process that the pod has now. */
  void look(Pod pod) {
    byProcess.put(pod.process().pid(), told(pod));
  }

  /** Notes it for all, and tells the sum of all processes that were looked at. */
  long sum(Stage stage) {
    stage.pods().forEach(this::look);
    return byProcess.values().stream().mapToLong(Long::longValue).sum();
  }

  private long told(Pod pod) {
    try {
      HttpRequest ask =
          HttpRequest.newBuilder(pod.admin().resolve("/metrics"))
              .timeout(Duration.ofSeconds(20))
              .build();
      Matcher meter = METER.matcher(http.send(ask, HttpResponse.BodyHandlers.ofString()).body());
      List<MatchResult> meters = meter.results().toList();
      if (meters.size() != KINDS) {
        throw new IllegalStateException(pod.name() + " has other meters of answers from memory");
      }
      return meters.stream().mapToLong(each -> (long) Double.parseDouble(each.group(1))).sum();
    } catch (IOException e) {
      throw new IllegalStateException(pod.name() + " does not tell its meters", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
