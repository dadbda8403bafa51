package org.unabridged.pipeline.monitoring;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who is told about a run. Null stands for nobody.
 *
 * @param metricsFile a file for node_exporter's textfile collector
 * @param metricsAddress where Prometheus can scrape while the run works
 * @param webhook gets the notice of completion by POST
 * @param command gets the notice of completion on its standard input; run by the shell
 */
public record Monitoring(
    @Nullable Path metricsFile,
    @Nullable InetSocketAddress metricsAddress,
    @Nullable URI webhook,
    @Nullable String command) {
  /** Nobody is told. */
  public static Monitoring none() {
    return new Monitoring(null, null, null, null);
  }
}
