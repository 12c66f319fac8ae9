package dev.holdfast.shared.message;

/**
 * A worker's news on its way to the tasks of its pod, in the order of its frames. Each is answered
 * with {@link WorkerOrder.Taken} to the connection's gateway, however long it has to wait.
 *
 * @param gateway where the answer goes
 * @param number counts the connection's news, from 1
 */
public record WorkerSays(String gateway, String connection, long number, WorkerNews news) {}
