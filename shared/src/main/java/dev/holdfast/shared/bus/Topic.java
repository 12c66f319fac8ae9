package dev.holdfast.shared.bus;

/**
 * A place within the pod that is told something and does not answer.
 *
 * @param <M> what it is told
 */
@SuppressWarnings("UnusedTypeParameter") // the types are for the compiler, not the bus
public record Topic<M extends Record>(String name) {}
