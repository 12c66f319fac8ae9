package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Drivers;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.gateway.connection.Turns;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.session.Authenticator;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Sharing;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.gateway.worker.WorkerDesk;

/**
 * What every WebSocket of an instance shares.
 *
 * @param pod the operator's name for this pod, told to clients
 */
public record Services(
    WsConfig config,
    ConnectionConfig connectionConfig,
    Limits limits,
    Connections connections,
    Watches watches,
    Presences presences,
    Authenticator authenticator,
    Sessions sessions,
    Submission submission,
    TaskQueries tasks,
    Entries entries,
    Projects projects,
    Sharing sharing,
    Bindings bindings,
    Tools tools,
    WorkerDesk workers,
    Controls controls,
    Drivers drivers,
    Turns openings,
    String pod) {
  Views views() {
    return new Views(sessions, tasks);
  }
}
