/**
 * Who is this, and what are they working on: sessions, their bindings, their projects, and the
 * credentials that name a principal.
 *
 * <p>Flow: verticle -> session | project | credential -> store; session and credential look into
 * cache first, through flight.
 *
 * <p><b>Invariant:</b> no answer depends on a cache; with every cache empty, absent or lying the
 * answers are the same, only later.
 */
@NullMarked
package dev.holdfast.registry;

import org.jspecify.annotations.NullMarked;
