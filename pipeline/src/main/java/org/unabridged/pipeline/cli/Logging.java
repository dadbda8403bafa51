package org.unabridged.pipeline.cli;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends what Beam and Hadoop say through java.util.logging to the same place as the rest. */
final class Logging {
  private Logging() {}

  static void start() {
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
  }
}
