package dev.holdfast.shared.bus;

/**
 * A place within the pod that answers one kind of question.
 *
 * @param <Q> the question
 * @param <R> the answer
 */
@SuppressWarnings("UnusedTypeParameter") // the types are for the compiler, not the bus
public record Address<Q extends Record, R>(String name) {}
