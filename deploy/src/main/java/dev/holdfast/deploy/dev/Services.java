package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.embedded.BinaryCache;
import dev.holdfast.deploy.embedded.EmbeddedPostgres;
import dev.holdfast.deploy.embedded.EmbeddedRedis;
import dev.holdfast.deploy.process.ExitCode;
import dev.holdfast.deploy.process.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The Postgres and the Redis of a run, ours or somebody's.
 *
 * @param postgres the address of Postgres, with its password
 * @param redis the address of Redis, with its password
 * @param postgresEnded completed when our own Postgres has ended
 */
record Services(String postgres, String redis, CompletableFuture<String> postgresEnded) {

  /** Ends what a killed run left behind, whether this run will use embedded services or not. */
  static void takeOver(DataFolder folder) throws IOException {
    EmbeddedRedis.takeOver(folder.redis());
    EmbeddedPostgres.takeOver(folder.postgres());
  }

  static Services start(DevOptions options, DataFolder folder, StopRequest stop, Undo undo)
      throws IOException, InterruptedException {
    BinaryCache programs = BinaryCache.open(userCache(System.getenv()), folder.root());
    CompletableFuture<String> ended = new CompletableFuture<>();
    String postgres = options.postgres();
    if (postgres == null) {
      postgres = postgres(options, folder, programs, stop, undo, ended);
    }
    String redis = options.redis();
    if (redis == null) {
      redis = redis(folder, programs, stop, undo);
    }
    return new Services(postgres, redis, ended);
  }

  private static String postgres(
      DevOptions options,
      DataFolder folder,
      BinaryCache programs,
      StopRequest stop,
      Undo undo,
      CompletableFuture<String> ended)
      throws IOException, InterruptedException {
    SecretFile.readOrMake(folder.postgresPassword(), "");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Plan(
                programs,
                folder.postgres(),
                folder.postgresPassword(),
                folder.freshLog("postgres"),
                options.pods()),
            stop::isAsked);
    undo.add(postgres::stop);
    onEnd(postgres.process(), "Postgres", ended::complete);
    return postgres.uri();
  }

  private static String redis(DataFolder folder, BinaryCache programs, StopRequest stop, Undo undo)
      throws IOException, InterruptedException {
    EmbeddedRedis redis =
        EmbeddedRedis.start(
            new EmbeddedRedis.Plan(
                programs, folder.redis(), SecretFile.random(""), folder.freshLog("redis")),
            stop::isAsked);
    undo.add(redis::stop);
    onEnd(
        redis.process(),
        "Redis",
        line -> {
          if (!stop.isAsked() && !undo.isClosing()) {
            System.err.println(line + "; going on without it");
          }
        });
    return redis.uri();
  }

  private static void onEnd(Process process, String name, Consumer<String> tell) {
    var _ =
        process
            .onExit()
            .thenAccept(ended ->
                tell.accept(
                    "embedded %s (pid %d) ended: %s"
                        .formatted(name, ended.pid(), ExitCode.told(ended.exitValue()))));
  }

  private static Optional<Path> userCache(Map<String, String> environment) {
    String cache = environment.get("XDG_CACHE_HOME");
    if (cache != null && !cache.isEmpty()) {
      return Optional.of(Path.of(cache));
    }
    return Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".cache"));
  }

  /** The addresses contain passwords. */
  @Override
  public String toString() {
    return "Services";
  }
}
