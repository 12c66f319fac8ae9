/**
 * What a process asks of Postgres around the life of a pod: migrations, the expected schema, the
 * development credential, a probe.
 *
 * <p><b>Invariant:</b> no table of a verticle is read or written here except the development
 * credential.
 */
@NullMarked
package dev.holdfast.deploy.store;

import org.jspecify.annotations.NullMarked;
