package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.JsonlPaths;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON lines of any shape, read along the paths that the operator configured. */
final class JsonlPathsCodec {
  private static final double MICROS = 1_000_000;

  private final JsonlPaths paths;
  private final UsageTally tally;
  private Progress progress = Progress.NONE;

  JsonlPathsCodec(JsonlPaths paths, UsageTally tally) {
    this.paths = paths;
    this.tally = tally;
  }

  List<CommandLine> parse(String line) {
    JsonObject json;
    try {
      json = new JsonObject(line);
    } catch (DecodeException e) {
      return List.of(new CommandLine.Said("stdout", line));
    }
    List<CommandLine> meanings = new ArrayList<>();
    at(json, "text").ifPresent(text -> meanings.add(new CommandLine.Said("text", words(text))));
    readProgress(json).ifPresent(now -> meanings.add(new CommandLine.Counted(now)));
    readUsage(json).ifPresent(now -> meanings.add(new CommandLine.Used(now)));
    at(json, "result").ifPresent(result -> meanings.add(new CommandLine.Finished(object(result))));
    // Last, since a result undoes an error: a line that has both is of a failure.
    at(json, "error")
        .filter(error -> !error.equals(false) && !error.equals(""))
        .ifPresent(error ->
            meanings.add(new CommandLine.Broke(TerminationReason.AGENT_ERROR, words(error))));
    return meanings;
  }

  private Optional<Progress> readProgress(JsonObject json) {
    Progress now =
        new Progress(
            number(json, "iteration").orElse(progress.currentIteration()),
            number(json, "total_iterations").orElse(progress.totalIterations()),
            number(json, "tokens").orElse(progress.tokensUsed()),
            number(json, "total_tokens").orElse(progress.totalTokens()));
    if (now.equals(progress)) {
      return Optional.empty();
    }
    progress = now;
    return Optional.of(now);
  }

  private Optional<Usage> readUsage(JsonObject json) {
    Usage before = tally.now();
    Optional<Object> cost = at(json, "cost");
    long micros =
        cost.isPresent() && cost.get() instanceof Number money
            ? Math.max(0, Math.round(money.doubleValue() * MICROS))
            : 0;
    tally.told(
        new Usage(
            number(json, "input_tokens").orElse(0L),
            number(json, "output_tokens").orElse(0L),
            0,
            0,
            0,
            0,
            micros));
    return tally.now().equals(before) ? Optional.empty() : Optional.of(tally.now());
  }

  private Optional<Long> number(JsonObject json, String value) {
    return at(json, value)
        .filter(found -> found instanceof Number)
        .map(found -> Math.max(0, ((Number) found).longValue()));
  }

  private Optional<Object> at(JsonObject json, String value) {
    List<String> path = paths.paths().get(value);
    if (path == null) {
      return Optional.empty();
    }
    Object found = json;
    for (String name : path) {
      if (!(found instanceof JsonObject object)) {
        return Optional.empty();
      }
      found = object.getValue(name);
    }
    return Optional.ofNullable(found);
  }

  private static String object(Object result) {
    return result instanceof JsonObject json
        ? json.encode()
        : new JsonObject().put("result", result).encode();
  }

  /** A JSON value as what a person reads. */
  private static String words(Object value) {
    return value instanceof String text ? text : Json.encode(value);
  }
}
