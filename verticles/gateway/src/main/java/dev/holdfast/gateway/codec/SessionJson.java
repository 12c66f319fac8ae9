package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSummary;
import org.jspecify.annotations.Nullable;

/** Sessions and their projects as every protocol shows them. */
public final class SessionJson {
  private SessionJson() {}

  /** Writes the session, why it is this one, and whether this request made it. */
  public static void write(JsonOut out, ResolvedSession resolved) {
    out.text("session_id", resolved.session().id())
        .text("session_source", resolved.source().wire())
        .flag("created", resolved.created());
  }

  /** Writes the session's record. */
  public static void write(JsonOut out, SessionRecord record) {
    out.text("session_id", record.session().id())
        .text("created_at", record.createdAt())
        .number("last_seq", record.lastSeq())
        .objects(
            "bindings",
            record.bindings(),
            (each, binding) ->
                each.text("kind", binding.kind())
                    .text("bound_at", binding.boundAt())
                    .text("source", binding.source()));
    ShareJson.write(out, record.forkedFrom());
    SessionLifeJson.write(out, record.life());
    out.text("continues", record.links().continues())
        .text("continued_by", record.links().continuedBy());
    ProjectBinding project = record.project();
    if (project == null) {
      out.json("project", null);
    } else {
      out.object("project", inner -> write(inner, project));
    }
  }

  /** Writes what an agent wrote of what the session did; null where none did. */
  public static void write(JsonOut out, @Nullable SessionSummary summary) {
    if (summary == null) {
      out.json("summary", null);
    } else {
      out.object(
          "summary",
          inner ->
              inner
                  .text("text", summary.text())
                  .text("session_id", summary.sessionId())
                  .number("to_seq", summary.toSeq())
                  .text("task_id", summary.taskId())
                  .flag("truncated", summary.truncated()));
    }
  }

  /** Writes what the session works on. */
  public static void write(JsonOut out, ProjectBinding binding) {
    out.text("project", binding.project())
        .text("mode", binding.mode().wire())
        .text("project_key", binding.projectKey())
        .text("repo_root", binding.repoRoot())
        .number("generation", binding.generation())
        .number("version", binding.version())
        .text("bound_at", binding.boundAt());
  }
}
