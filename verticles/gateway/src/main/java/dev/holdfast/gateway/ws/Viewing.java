package dev.holdfast.gateway.ws;

/** Which frames only look: all that a connection on a share token may send. */
final class Viewing {
  private Viewing() {}

  static boolean only(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Hello hello -> true;
      case ClientFrame.GetTask get -> true;
      case ClientFrame.ListTasks list -> true;
      case ClientFrame.Subscribe subscribe -> true;
      case ClientFrame.Unsubscribe unsubscribe -> true;
      case ClientFrame.Ack ack -> true;
      case ClientFrame.Ping ping -> true;
      case ClientFrame.Health health -> true;
      case ClientFrame.SubmitTask submit -> false;
      case ClientFrame.Cancel cancel -> false;
      case ClientFrame.SetProject set -> false;
      case ClientFrame.GetProject get -> false;
      case ClientFrame.EndSession end -> false;
      case ClientFrame.ForkSession fork -> false;
      case ClientFrame.OfEntries entries -> false;
      case ClientFrame.OfSessions asked -> false;
      case ClientFrame.OfProjects asked -> false;
      case ClientFrame.OfQueues asked -> false;
      case ClientFrame.OfUsage asked -> false;
      case ClientFrame.OfTools asked -> false;
      case ClientFrame.OfWorkers asked -> false;
      case ClientFrame.RotateToken rotate -> false;
      case ClientFrame.OfPresence asked -> false;
      case ClientFrame.OfControl asked -> false;
    };
  }
}
