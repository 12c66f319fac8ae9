package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is to be done to a session's queue. */
public final class QueueRequest {
  /** The names of the fields. */
  public static final List<String> FIELDS = List.of("act", "task_id", "tasks", "interrupt");

  private static final int NAME_MAX = 64;
  private static final int TASK_ID_MAX = 200;

  private QueueRequest() {}

  /** The change; a field that does not go with the act is refused by its name. */
  public static QueueChange read(Fields fields) {
    Act act = act(fields);
    for (String name : List.of("task_id", "tasks", "interrupt")) {
      if (EntryFields.has(fields, name) && !act.fields().contains(name)) {
        throw new Fault(ErrorCode.INVALID_FIELD, name + " does not go with act " + act.wire());
      }
    }
    return switch (act) {
      case HOLD -> new QueueChange.Hold();
      case RELEASE -> new QueueChange.Release();
      case REORDER -> new QueueChange.Reorder(tasks(fields));
      case HOLD_TASK -> new QueueChange.HoldTask(taskId(fields));
      case RELEASE_TASK -> new QueueChange.ReleaseTask(taskId(fields));
      case SEND_NOW ->
          new QueueChange.SendNow(taskId(fields), EntryFields.flag(fields, "interrupt", false));
      case PAUSE -> new QueueChange.Pause(taskId(fields));
    };
  }

  private static Act act(Fields fields) {
    String wire = fields.text("act", 1, NAME_MAX);
    Optional<Act> act = Arrays.stream(Act.values()).filter(a -> a.wire().equals(wire)).findFirst();
    return act.orElseThrow(() ->
        new Fault(
            ErrorCode.INVALID_FIELD,
            "act must be one of "
                + String.join(", ", Arrays.stream(Act.values()).map(Act::wire).toList())));
  }

  private static String taskId(Fields fields) {
    return fields.text("task_id", 1, TASK_ID_MAX);
  }

  private static List<String> tasks(Fields fields) {
    List<String> tasks = EntryFields.texts(fields, "tasks", QueueView.PLACES_MAX, TASK_ID_MAX);
    if (!EntryFields.has(fields, "tasks")) {
      throw new Fault(ErrorCode.MISSING_FIELD, "tasks is required");
    }
    if (tasks.isEmpty()) {
      throw new Fault(ErrorCode.INVALID_FIELD, "tasks must name at least one");
    }
    return tasks;
  }

  private enum Act {
    HOLD,
    RELEASE,
    REORDER,
    HOLD_TASK,
    RELEASE_TASK,
    SEND_NOW,
    PAUSE;

    private List<String> fields() {
      return switch (this) {
        case HOLD, RELEASE -> List.of();
        case REORDER -> List.of("tasks");
        case HOLD_TASK, RELEASE_TASK, PAUSE -> List.of("task_id");
        case SEND_NOW -> List.of("task_id", "interrupt");
      };
    }

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
