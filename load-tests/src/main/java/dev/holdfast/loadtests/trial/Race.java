package dev.holdfast.loadtests.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Races callers for new transport ids over running pods and counts the sessions they were given:
 * there must be one for each id, on whichever pod a caller came in.
 *
 * <p>With {@code --again=true} the same ids are asked for a second time after the line "press
 * enter", so that something can be done in between (flush Redis, kill a pod); every answer must be
 * the one of the first round.
 */
public final class Race {
  private static final Pattern SESSION = Pattern.compile("\"session_id\" *: *\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<URI> pods;
  private final String token;
  private final int keys;
  private final int callers;
  private final String prefix;
  private final Semaphore inFlight;

  private Race(Options options) {
    pods = Arrays.stream(options.text("urls").split(",", -1)).map(URI::create).toList();
    token = options.text("token");
    keys = options.number("keys");
    callers = options.number("callers");
    prefix = "race-" + Long.toHexString(new Random(options.longNumber("seed")).nextLong());
    inFlight = new Semaphore(options.number("in-flight"));
  }

  /** Exit code 0 when every id got exactly one session, 1 when not, 2 for a wrong option. */
  public static void main(String[] args) {
    System.exit(
        Program.run(() -> {
          Options options =
              Options.read(
                  Map.of(
                      "urls", "http://127.0.0.1:8080",
                      "token", "",
                      "keys", "2000",
                      "callers", "8",
                      "in-flight", "64",
                      "again", "false",
                      "seed", Program.freshSeed()),
                  args);
          System.out.println("seed " + options.text("seed"));
          return new Race(options).holds(options.text("again").equals("true"));
        }));
  }

  private boolean holds(boolean again) {
    try {
      Map<String, Set<String>> first = run("first round");
      boolean same = true;
      if (again) {
        System.out.println("press enter for the second round");
        int ignored = System.in.read();
        same = run("second round").equals(first);
        System.out.println("second round gave the same answers: " + same);
      }
      return same && isWhole(first);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isWhole(Map<String, Set<String>> answers) {
    Set<String> sessions = new HashSet<>();
    answers.values().forEach(sessions::addAll);
    return answers.size() == keys
        && sessions.size() == keys
        && answers.values().stream().allMatch(ids -> ids.size() == 1);
  }

  private Map<String, Set<String>> run(String name) throws InterruptedException {
    Map<String, Set<String>> answers = new HashMap<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    long started = System.nanoTime();
    for (int key = 0; key < keys; key++) {
      String transport = prefix + "-" + key;
      for (int caller = 0; caller < callers; caller++) {
        inFlight.acquire();
        calls.add(call(pods.get(caller % pods.size()), transport, answers));
      }
    }
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Set<String> sessions = new HashSet<>();
    answers.values().forEach(sessions::addAll);
    long split = answers.values().stream().filter(ids -> ids.size() > 1).count();
    System.out.printf(
        "%s: %d ids x %d callers x %d pods: %d sessions, %d ids with more than one, %d ms%n",
        name, keys, callers, pods.size(), sessions.size(), split, took.toMillis());
    return answers;
  }

  private CompletableFuture<Void> call(
      URI pod, String transport, Map<String, Set<String>> answers) {
    HttpRequest request =
        HttpRequest.newBuilder(pod.resolve("/api/sessions"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("X-Transport-Id", transport)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenAccept(response -> {
          Matcher session = SESSION.matcher(response.body());
          String answer =
              response.statusCode() < 300 && session.find()
                  ? session.group(1)
                  : "error " + response.statusCode();
          synchronized (answers) {
            answers.computeIfAbsent(transport, t -> new HashSet<>()).add(answer);
          }
        })
        .whenComplete((done, failure) -> inFlight.release());
  }
}
