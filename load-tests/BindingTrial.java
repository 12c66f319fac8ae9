import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A live binding key yields one session id, ever, on any pod: races callers for new transport ids
 * over three pods of a fleet of its own, while pods are frozen, one is killed, and Redis is
 * flushed; then asks for every key again.
 *
 * <p>A caller whose pod does not answer, or answers that it should try later, goes to the next pod,
 * as a client would. Zero splits in n keys bound the rate of splits below 3/n at 95 %.
 */
public final class BindingTrial implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("pod \\d+ ready (\\S+) pid (\\d+)");
  private static final Pattern SESSION = Pattern.compile("\"session_id\" *: *\"([^\"]+)\"");
  private static final Pattern REDIS = Pattern.compile("redis://:([^@\"]*)@([^:\"]+):(\\d+)");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
  private static final int TRIES_MAX = 60;

  private record Pod(URI uri, long pid) {}

  private final int keys;
  private final int callers;
  private final Random random;
  private final String token = "hf_trial_" + Long.toHexString(System.nanoTime());
  private final Path data = Files.createTempDirectory("binding-trial");
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final List<Pod> pods = new ArrayList<>();
  private final Set<Long> killed = new HashSet<>();
  private final Map<String, AtomicInteger> harm = new TreeMap<>();
  private final AtomicLong retries = new AtomicLong();
  private final Process dev;

  private BindingTrial(int keys, int callers, long seed, Path root) throws IOException {
    this.keys = keys;
    this.callers = callers;
    this.random = new Random(seed);
    dev =
        new ProcessBuilder(
                root.resolve("deploy/dev").toString(),
                "--pods",
                "3",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--token",
                token)
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = dev.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        pods.add(new Pod(URI.create(ready.group(1)), Long.parseLong(ready.group(2))));
      }
      if (line.startsWith("token ")) {
        Thread.startVirtualThread(() -> drain(lines));
        return;
      }
    }
    throw new IOException("the fleet did not start:\n" + said);
  }

  /** So that the fleet never waits for a reader; its end closes the stream. */
  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        continue;
      }
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Exit code 0 when no key was split and every answer was kept, 1 otherwise, 2 for a wrong option.
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    options.put("keys", "3000");
    options.put("callers", "8");
    options.put("seed", Long.toString(System.nanoTime()));
    options.put("root", ".");
    for (String arg : args) {
      String[] pair = arg.replaceFirst("^--", "").split("=", 2);
      if (pair.length != 2 || !options.containsKey(pair[0])) {
        System.err.println("usage: binding-trial [--keys=3000] [--callers=8] [--seed=N]");
        System.exit(2);
      }
      options.put(pair[0], pair[1]);
    }
    System.out.println("seed " + options.get("seed"));
    int exit;
    try (BindingTrial trial =
        new BindingTrial(
            Integer.parseInt(options.get("keys")),
            Integer.parseInt(options.get("callers")),
            Long.parseLong(options.get("seed")),
            Path.of(options.get("root")))) {
      exit = trial.run() ? 0 : 1;
    }
    System.exit(exit);
  }

  private boolean run() throws InterruptedException {
    if (splits(Map.of("planted", Set.of("one", "two"))) != 1) {
      throw new IllegalStateException("the check does not see a planted split");
    }
    Map<String, Set<String>> first;
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      timer.scheduleWithFixedDelay(this::harmOnce, 1, 2, TimeUnit.SECONDS);
      first = round();
      timer.shutdownNow();
    }
    pods.stream().filter(pod -> !killed.contains(pod.pid())).forEach(pod -> signal(pod, "CONT"));
    flushRedis();
    Map<String, Set<String>> second = round();
    long changed = first.keySet().stream().filter(k -> !first.get(k).equals(second.get(k))).count();
    Set<String> sessions = new HashSet<>();
    first.values().forEach(sessions::addAll);
    System.out.printf(
        "keys %d, callers %d, pods %d, harm %s, retries %d%n",
        keys, callers, pods.size(), harm, retries.get());
    System.out.printf(
        "answered %d, splits %d, sessions %d, changed when asked again %d%n",
        first.size(), splits(first), sessions.size(), changed);
    return first.size() == keys && splits(first) == 0 && sessions.size() == keys && changed == 0;
  }

  private static long splits(Map<String, Set<String>> answers) {
    return answers.values().stream().filter(ids -> ids.size() != 1).count();
  }

  /** Every caller asks for every key, all of them for the same key at about the same time. */
  private Map<String, Set<String>> round() throws InterruptedException {
    Map<String, Set<String>> answers = new HashMap<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    Semaphore inFlight = new Semaphore(64);
    for (int key = 0; key < keys; key++) {
      String transport = "trial-" + key;
      for (int caller = 0; caller < callers; caller++) {
        inFlight.acquire();
        calls.add(
            ask(transport, caller, 0)
                .thenAccept(session -> {
                  synchronized (answers) {
                    answers.computeIfAbsent(transport, t -> new HashSet<>()).add(session);
                  }
                })
                .whenComplete((done, failure) -> inFlight.release()));
      }
    }
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    return answers;
  }

  private CompletableFuture<String> ask(String transport, int pod, int tries) {
    HttpRequest request =
        HttpRequest.newBuilder(pods.get(pod % pods.size()).uri().resolve("/api/sessions"))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("X-Transport-Id", transport)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle((response, failure) -> {
          if (failure == null && response.statusCode() < 300) {
            Matcher session = SESSION.matcher(response.body());
            if (session.find()) {
              return CompletableFuture.completedFuture(session.group(1));
            }
          }
          boolean passing = failure != null || response.statusCode() == 503;
          if (!passing || tries >= TRIES_MAX) {
            return CompletableFuture.completedFuture(
                "refused: " + (failure == null ? response.body() : failure.toString()));
          }
          retries.incrementAndGet();
          return ask(transport, pod + 1, tries + 1);
        })
        .thenCompose(next -> next);
  }

  /** Freezes a pod and lets the former one go on, flushes Redis, and, once, kills a pod. */
  private void harmOnce() {
    List<Pod> alive = pods.stream().filter(pod -> !killed.contains(pod.pid())).toList();
    alive.forEach(pod -> signal(pod, "CONT"));
    Pod victim = alive.get(random.nextInt(alive.size()));
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        note("freeze");
        signal(victim, "STOP");
      }
      case 2 -> {
        note("flush");
        flushRedis();
      }
      default -> {
        if (killed.isEmpty()) {
          note("kill");
          killed.add(victim.pid());
          signal(victim, "KILL");
        }
      }
    }
  }

  private void note(String what) {
    harm.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
  }

  private static void signal(Pod pod, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pod.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void flushRedis() {
    try {
      Matcher redis = REDIS.matcher(Files.readString(data.resolve("run/pod-1.json")));
      if (!redis.find()) {
        throw new IllegalStateException("no address of Redis in the pod's configuration");
      }
      try (Socket socket = new Socket(redis.group(2), Integer.parseInt(redis.group(3)));
          OutputStream out = socket.getOutputStream()) {
        out.write(("AUTH " + redis.group(1) + "\r\nFLUSHALL\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        byte[] answer = socket.getInputStream().readNBytes("+OK\r\n+OK\r\n".length());
        if (!new String(answer, StandardCharsets.US_ASCII).equals("+OK\r\n+OK\r\n")) {
          throw new IllegalStateException("Redis was not flushed");
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    pods.stream().filter(pod -> !killed.contains(pod.pid())).forEach(pod -> signal(pod, "CONT"));
    dev.destroy();
    dev.waitFor();
    try (var files = Files.walk(data)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    }
  }
}
