package dev.holdfast.gateway.ws;

/** Which frames change something: all that a connection that only observes may not send. */
final class Changing {
  private Changing() {}

  static boolean something(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.SubmitTask submit -> true;
      case ClientFrame.Cancel cancel -> true;
      case ClientFrame.SetProject set -> true;
      case ClientFrame.EndSession end -> true;
      case ClientFrame.ForkSession fork -> true;
      case ClientFrame.AppendEntries append -> true;
      case ClientFrame.RotateEntries rotate -> true;
      case ClientFrame.RegisterProject register -> true;
      case ClientFrame.ChangeProject change -> true;
      case ClientFrame.ArchiveProject archive -> true;
      case ClientFrame.Rebind rebind -> true;
      case ClientFrame.ProvideInput provide -> true;
      case ClientFrame.SendMessage send -> true;
      case ClientFrame.ChangeQueue change -> true;
      case ClientFrame.RequeueTask requeue -> true;
      case ClientFrame.SetBudget set -> true;
      case ClientFrame.CallTool call -> true;
      case ClientFrame.Hello hello -> false;
      case ClientFrame.GetTask get -> false;
      case ClientFrame.ListTasks list -> false;
      case ClientFrame.Subscribe subscribe -> false;
      case ClientFrame.Unsubscribe unsubscribe -> false;
      case ClientFrame.Ack ack -> false;
      case ClientFrame.Ping ping -> false;
      case ClientFrame.Health health -> false;
      case ClientFrame.GetProject get -> false;
      case ClientFrame.ReadEntries read -> false;
      case ClientFrame.QueryEntries query -> false;
      case ClientFrame.VerifyEntries verify -> false;
      case ClientFrame.DescribeProject describe -> false;
      case ClientFrame.ListProjects list -> false;
      case ClientFrame.ListProjectAudit list -> false;
      case ClientFrame.ListSessions list -> false;
      case ClientFrame.GetSession get -> false;
      case ClientFrame.ListAudit list -> false;
      case ClientFrame.ListBindings list -> false;
      case ClientFrame.ListInputs list -> false;
      case ClientFrame.GetQueue get -> false;
      case ClientFrame.CountTasks count -> false;
      case ClientFrame.GetTaskUsage get -> false;
      case ClientFrame.GetUsage get -> false;
      case ClientFrame.ReportUsage report -> false;
      case ClientFrame.ListTools list -> false;
      case ClientFrame.OfWorkers asked -> false;
      case ClientFrame.RotateToken rotate -> false;
      case ClientFrame.OfPresence asked -> false;
      case ClientFrame.OfControl asked -> false;
    };
  }
}
