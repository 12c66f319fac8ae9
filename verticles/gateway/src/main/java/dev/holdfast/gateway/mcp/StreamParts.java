package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.session.TaskQueries;
import io.vertx.core.Vertx;

/** What streams are made of. */
public record StreamParts(
    Vertx vertx,
    ConnectionConfig config,
    Connections connections,
    Watches watches,
    TaskQueries tasks,
    NewsDesk news) {}
