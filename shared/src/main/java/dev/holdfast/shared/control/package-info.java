/**
 * Whether a command may change a session that somebody drives, asked in the transaction that
 * commits the command.
 *
 * <p>Control is a lease in the session's row. Taking it locks that row, commands hold it shared: so
 * a command is committed either before control changed hands, or after and by the new driver's
 * leave. The clock is Postgres's; a lease that lapsed refuses nobody.
 *
 * <p><b>Invariant:</b> nothing here changes who drives; and no answer depends on what a pod
 * remembers.
 */
@NullMarked
package dev.holdfast.shared.control;

import org.jspecify.annotations.NullMarked;
