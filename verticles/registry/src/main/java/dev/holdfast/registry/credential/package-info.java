/**
 * Who holds a credential.
 *
 * <p><b>Invariant:</b> no credential is ever here, only its hash; and no refusal is remembered.
 */
@NullMarked
package dev.holdfast.registry.credential;

import org.jspecify.annotations.NullMarked;
