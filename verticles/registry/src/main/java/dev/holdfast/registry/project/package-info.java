/**
 * The register of projects, what each session works on, and what its mode allows there:
 * compare-and-set, and always read from Postgres.
 *
 * <p><b>Invariant:</b> no project is cached, and none is a default: a session that has none is told
 * how to get one. No project key comes from a client.
 */
@NullMarked
package dev.holdfast.registry.project;

import org.jspecify.annotations.NullMarked;
