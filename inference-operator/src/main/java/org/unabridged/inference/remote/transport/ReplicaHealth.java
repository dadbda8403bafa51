package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.ServerFailure;

/**
 * How a replica is.
 *
 * @param replica its address
 * @param roundTrip how long its answer took
 * @param failure why it does not answer, or is not ready; null if it is
 */
public record ReplicaHealth(URI replica, Duration roundTrip, @Nullable ServerFailure failure) {}
