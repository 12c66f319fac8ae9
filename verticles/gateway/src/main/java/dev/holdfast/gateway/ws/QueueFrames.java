package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.gateway.session.QueueRequest;
import dev.holdfast.gateway.session.TaskMessage;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the frames about questions, queues, dead letters and counts; members as HTTP has them. */
final class QueueFrames {
  private static final String SESSION_ID = "session_id";
  private static final String TASK_ID = "task_id";

  private QueueFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "provide_input",
        new Kind(
            Stream.concat(Stream.of(TASK_ID), InputAnswer.FIELDS.stream()).toList(),
            each ->
                new ClientFrame.ProvideInput(FrameReader.taskId(each), InputAnswer.read(each))));
    kinds.put(
        "list_inputs",
        new Kind(List.of(TASK_ID), each -> new ClientFrame.ListInputs(FrameReader.taskId(each))));
    kinds.put(
        "requeue_task",
        new Kind(List.of(TASK_ID), each -> new ClientFrame.RequeueTask(FrameReader.taskId(each))));
    kinds.put(
        "task_stats",
        new Kind(
            List.of(SESSION_ID), each -> new ClientFrame.CountTasks(TaskRequest.sessionId(each))));
    kinds.put(
        "send_message",
        new Kind(
            Stream.concat(Stream.of(TASK_ID), TaskMessage.FIELDS.stream()).toList(),
            each -> new ClientFrame.SendMessage(FrameReader.taskId(each), TaskMessage.read(each))));
    kinds.put(
        "get_queue",
        new Kind(
            List.of(SESSION_ID), each -> new ClientFrame.GetQueue(TaskRequest.sessionId(each))));
    kinds.put(
        "change_queue",
        new Kind(
            Stream.concat(Stream.of(SESSION_ID), QueueRequest.FIELDS.stream()).toList(),
            each ->
                new ClientFrame.ChangeQueue(TaskRequest.sessionId(each), QueueRequest.read(each))));
  }
}
