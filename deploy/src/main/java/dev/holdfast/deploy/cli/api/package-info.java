/**
 * What the command line asks of running pods: requests, and event streams that go on at another pod
 * when one is lost.
 *
 * <p><b>Invariant:</b> a token is sent to the addresses that were named and printed nowhere.
 */
@NullMarked
package dev.holdfast.deploy.cli.api;

import org.jspecify.annotations.NullMarked;
