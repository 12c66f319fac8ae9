package dev.holdfast.deploy.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.failure.OperatorFault;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Events of a stream and the holes between them, each once and in order, over as many connections
 * as it takes: when one breaks, it goes on at the next pod after the last event that came.
 */
public final class EventTail {
  private static final long PAUSE_MS = 300;

  private final Api api;
  private final String path;
  private final Duration patience;
  private long position;

  /**
   * @param path of the stream
   * @param after the position; only later events come
   * @param patience for how long pods may be unreachable or busy before they are given up; each is
   *     asked once at least
   */
  public EventTail(Api api, String path, long after, Duration patience) {
    this.api = api;
    this.path = path;
    this.position = after;
    this.patience = patience;
  }

  /**
   * Returns when the pod says that nothing can come any more, or when the taker has enough.
   *
   * @param taker is given each event and each hole; answers whether it wants more
   * @throws OperatorFault when a pod refuses, or none answers for longer than the patience
   */
  public void follow(Predicate<Happening> taker) {
    long refusedSinceNanos = System.nanoTime();
    int refusals = 0;
    while (true) {
      Optional<InputStream> stream = api.stream(path, position);
      if (stream.isPresent()) {
        if (readToEnd(stream.get(), taker)) {
          return;
        }
        refusedSinceNanos = System.nanoTime();
        refusals = 0;
      } else if (++refusals >= api.pods().count()
          && System.nanoTime() - refusedSinceNanos > patience.toNanos()) {
        throw api.pods().unreachable("given up after " + patience.toSeconds() + " s");
      }
      api.pods().turn();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }
  }

  /** Whether it is over, and not only this connection. */
  private boolean readToEnd(InputStream source, Predicate<Happening> taker) {
    SseMessages messages = new SseMessages();
    try (Lines lines = new Lines(source)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<SseMessages.Message> message = messages.take(line.get());
        if (message.isPresent() && isLast(message.get(), taker)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OperatorFault.exit(CliExit.REFUSED, "interrupted");
    }
  }

  private boolean isLast(SseMessages.Message message, Predicate<Happening> taker) {
    JsonNode data = Api.json(message.data());
    if (message.id().isEmpty()) {
      return switch (message.event()) {
        case "end" -> true;
        case "error" -> refuse(data);
        default -> false; // goaway: the connection ends by itself
      };
    }
    Happening happening = Happening.of(message, data);
    if (happening.seq() <= position) {
      return false; // seen before the break
    }
    position = happening.seq();
    return !taker.test(happening);
  }

  private static boolean refuse(JsonNode error) {
    if (error.path("retryable").asBoolean()) {
      return false;
    }
    String code = error.path("code").asText();
    throw OperatorFault.exit(
        code.equals("unauthenticated") ? CliExit.NOT_ALLOWED : CliExit.REFUSED,
        code + ": " + error.path("message").asText());
  }
}
