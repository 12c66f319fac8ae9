package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.shared.trace.TraceParent;

/** The texts of what a worker is sent. */
final class WorkerOrders {
  private WorkerOrders() {}

  /**
   * The answer to a worker's hello.
   *
   * @param requestId the worker's mark as JSON text
   */
  static String welcome(String requestId, String workerId, String pod, WorkerWelcome welcome) {
    return ServerFrame.reply(
        "worker_welcome",
        requestId,
        out ->
            out.text("worker_id", workerId)
                .text("pod", pod)
                .number("heartbeat_ms", welcome.heartbeatMs())
                .number("lease_ms", welcome.leaseMs())
                .texts("jobs", welcome.jobs()));
  }

  static String begin(WorkerOrder.Begin job) {
    return JsonOut.object(out ->
        out.text("op", "job")
            .text("job_id", job.jobId())
            .text("task_id", job.taskId())
            .text("session_id", job.sessionId())
            .text("agent", job.agent())
            .text("input", job.input())
            .number("attempt", job.attempt())
            .text("agent_preset", job.agentPreset())
            .text("tool_preset", job.toolPreset())
            .text("external_session_id", job.externalSessionId())
            .number("max_turns", job.maxTurns())
            .number("deadline_ms", job.deadlineMs())
            .text(TraceParent.NAME, job.trace().map(TraceParent::header).orElse(null)));
  }

  static String answered(WorkerOrder.Answered order) {
    return JsonOut.object(out ->
        out.text("op", "job_answer")
            .text("job_id", order.jobId())
            .text("ask_id", order.askId())
            .text("option", order.answer().option())
            .text("text", order.answer().text()));
  }

  static String stop(WorkerOrder.Stop order) {
    return JsonOut.object(out ->
        out.text("op", "job_cancel").text("job_id", order.jobId()).text("reason", order.reason()));
  }

  static String tell(WorkerOrder.Tell order) {
    return JsonOut.object(out ->
        out.text("op", "job_message").text("job_id", order.jobId()).text("text", order.text()));
  }
}
