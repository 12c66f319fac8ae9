package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.VisibleAscii;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.WorkerNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the frames of workers. */
final class WorkerFrames {
  private static final String JOB_ID = "job_id";
  private static final int ID_MAX = 200;
  private static final int AGENTS_MAX = 64;
  private static final int SLOTS_MAX = 10_000;
  private static final int TEXT_MAX = 65_536;
  private static final int PROMPT_MAX = 8_192;
  private static final int ERROR_MAX = 4_096;
  private static final int OPTIONS_MAX = 100;
  private static final long COUNT_MAX = 1L << 53;

  /** A worker's own streams; those of one JSON value each belong to agents that make them here. */
  private static final List<String> STREAMS = List.of("text", "thought", "stdout", "stderr", "log");

  private WorkerFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "worker_hello",
        new Kind(
            List.of("token", "protocol_version", "worker_id", "agents", "slots", "jobs"),
            WorkerFrames::hello));
    kinds.put("worker_heartbeat", new Kind(List.of(), each -> new ClientFrame.WorkerHeartbeat()));
    kinds.put("worker_leave", new Kind(List.of(), each -> new ClientFrame.WorkerLeave()));
    put(
        kinds,
        "job_progress",
        List.of("current_iteration", "total_iterations", "tokens_used", "total_tokens"),
        each -> new WorkerNews.Advanced(jobId(each), progress(each)));
    put(kinds, "job_output", List.of("stream", "text"), WorkerFrames::output);
    put(
        kinds,
        "job_usage",
        List.of(
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "turns",
            "tool_calls",
            "cost_micros"),
        each -> new WorkerNews.Used(jobId(each), usage(each)));
    put(
        kinds,
        "job_ask",
        List.of("ask_id", "prompt", "options", "detail"),
        each -> new WorkerNews.Asked(jobId(each), each.text("ask_id", 1, ID_MAX), question(each)));
    put(kinds, "job_result", List.of("result"), WorkerFrames::result);
    put(
        kinds,
        "job_failed",
        List.of("error", "transient"),
        each ->
            new WorkerNews.Failed(
                jobId(each),
                each.text("error", 1, ERROR_MAX),
                EntryFields.flag(each, "transient", false)));
    put(kinds, "job_cancelled", List.of(), each -> new WorkerNews.Stopped(jobId(each)));
  }

  private static void put(
      Map<String, Kind> kinds, String op, List<String> members, Function<Fields, WorkerNews> read) {
    kinds.put(
        op,
        new Kind(
            Stream.concat(Stream.of(JOB_ID), members.stream()).toList(),
            each -> new ClientFrame.JobNews(op, read.apply(each))));
  }

  private static ClientFrame hello(Fields fields) {
    Long version = fields.numberOrNull("protocol_version", 0, Long.MAX_VALUE);
    Long slots = fields.numberOrNull("slots", 1, SLOTS_MAX);
    List<String> agents = EntryFields.texts(fields, "agents", AGENTS_MAX, ID_MAX);
    if (agents.isEmpty()) {
      throw new Fault(ErrorCode.MISSING_FIELD, "agents is required, with at least one name");
    }
    String workerId = fields.textOrNull("worker_id", 0, Integer.MAX_VALUE);
    if (workerId != null && !VisibleAscii.isValid(workerId, ID_MAX)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD, "worker_id must be 1-" + ID_MAX + " visible ASCII characters");
    }
    return new ClientFrame.WorkerHello(
        fields.textOrNull("token", 1, FrameReader.TOKEN_MAX),
        version == null ? Handshake.PROTOCOL_VERSION : version,
        workerId,
        agents.stream().distinct().toList(),
        slots == null ? 1 : slots.intValue(),
        EntryFields.texts(fields, "jobs", SLOTS_MAX, ID_MAX));
  }

  private static WorkerNews output(Fields fields) {
    String stream = Objects.requireNonNullElse(fields.textOrNull("stream", 1, ID_MAX), "text");
    if (!STREAMS.contains(stream)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD, "stream must be one of " + String.join(", ", STREAMS));
    }
    return new WorkerNews.Said(jobId(fields), stream, fields.text("text", 1, TEXT_MAX));
  }

  private static WorkerNews result(Fields fields) {
    String result = EntryFields.objectText(fields, "result");
    return new WorkerNews.Done(jobId(fields), result == null ? "{}" : result);
  }

  private static Progress progress(Fields fields) {
    return new Progress(
        count(fields, "current_iteration"),
        count(fields, "total_iterations"),
        count(fields, "tokens_used"),
        count(fields, "total_tokens"));
  }

  private static Usage usage(Fields fields) {
    return new Usage(
        count(fields, "input_tokens"),
        count(fields, "output_tokens"),
        count(fields, "cache_read_tokens"),
        count(fields, "cache_write_tokens"),
        count(fields, "turns"),
        count(fields, "tool_calls"),
        count(fields, "cost_micros"));
  }

  private static Question question(Fields fields) {
    List<Question.Option> options = new ArrayList<>();
    for (Fields option : EntryFields.objects(fields, "options")) {
      option.allow(List.of("id", "label"));
      String id = option.text("id", 1, ID_MAX);
      String label = option.textOrNull("label", 1, ID_MAX);
      options.add(new Question.Option(id, label == null ? id : label));
    }
    if (options.size() > OPTIONS_MAX
        || options.stream().map(Question.Option::id).distinct().count() < options.size()) {
      throw new Fault(
          ErrorCode.INVALID_FIELD, "options must be at most " + OPTIONS_MAX + " of different ids");
    }
    Fields members = fields.objectOrNull("detail");
    if (members != null && EntryFields.has(members, Question.RELAYED)) {
      throw new Fault(ErrorCode.INVALID_FIELD, "detail must not have " + Question.RELAYED);
    }
    @Nullable String detail = EntryFields.objectText(fields, "detail");
    return new Question(fields.text("prompt", 1, PROMPT_MAX), options, detail);
  }

  private static String jobId(Fields fields) {
    return fields.text(JOB_ID, 1, ID_MAX);
  }

  private static long count(Fields fields, String name) {
    return Objects.requireNonNullElse(fields.numberOrNull(name, 0, COUNT_MAX), 0L);
  }
}
