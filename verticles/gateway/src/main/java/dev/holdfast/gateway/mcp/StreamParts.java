package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.session.TaskQueries;

/** What streams are made of. */
public record StreamParts(
    ConnectionConfig config,
    Connections connections,
    Watches watches,
    TaskQueries tasks,
    NewsDesk news) {}
