package dev.holdfast.shared.message;

/**
 * The task as a part of which another one is submitted.
 *
 * @param taskId an unfinished task of the same principal, of any of its sessions
 */
public record TaskParent(String taskId, OnParentEnd onEnd) {}
