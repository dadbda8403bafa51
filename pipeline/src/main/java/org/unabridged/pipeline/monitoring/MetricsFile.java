package org.unabridged.pipeline.monitoring;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Metrics as a file for the textfile collector of node_exporter. A reader always finds a whole one:
 * it is written beside and renamed.
 *
 * @param file where
 */
record MetricsFile(Path file) {
  /** Replaces the file. */
  void write(PrometheusRegistry registry) throws IOException {
    Path whole = file.toAbsolutePath();
    Path beside =
        whole.resolveSibling("." + whole.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (OutputStream out = Files.newOutputStream(beside)) {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
      }
      Files.move(
          beside, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
