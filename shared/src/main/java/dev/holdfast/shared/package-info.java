/**
 * What two or more verticles need: identity, messages between verticles, the event log, errors,
 * configuration.
 *
 * <p>Imports go one way: bus -> message -> event -> identity; everything may use error; config
 * stands alone.
 *
 * <p><b>Invariant:</b> nothing here knows a verticle, a client protocol or a table other than the
 * event log's.
 */
@NullMarked
package dev.holdfast.shared;

import org.jspecify.annotations.NullMarked;
