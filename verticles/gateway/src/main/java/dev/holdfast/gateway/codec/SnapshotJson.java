package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.SessionSnapshot;
import java.util.Optional;

/** What a session has under way, as every protocol shows it. */
public final class SnapshotJson {
  private SnapshotJson() {}

  /** Writes nothing where none was asked for. */
  public static void write(JsonOut out, Optional<SessionSnapshot> wanted) {
    wanted.ifPresent(snapshot ->
        out.object(
            "snapshot",
            inner ->
                inner
                    .number("seq", snapshot.seq())
                    .number("earliest", snapshot.floor())
                    .flag("queue_held", snapshot.held())
                    .objects("tasks", snapshot.tasks(), (each, task) -> TaskJson.write(each, task))
                    .flag("more", snapshot.more())));
  }
}
