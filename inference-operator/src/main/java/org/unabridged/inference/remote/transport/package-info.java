/**
 * How requests reach model servers: which hosts may be contacted, how many requests at once, how
 * long to wait, when to try again and where. One {@link
 * org.unabridged.inference.remote.transport.Transport} serves a run; every request of it passes
 * through one gate.
 */
@NullMarked
package org.unabridged.inference.remote.transport;

import org.jspecify.annotations.NullMarked;
