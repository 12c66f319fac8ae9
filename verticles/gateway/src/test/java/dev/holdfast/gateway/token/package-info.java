/**
 * Tests of signed tokens.
 *
 * <p><b>Invariant:</b> no issuer but the test's own is asked.
 */
@NullMarked
package dev.holdfast.gateway.token;

import org.jspecify.annotations.NullMarked;
