package org.unabridged.pipeline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where logs go and in what form. */
final class Logging {
  private Logging() {}

  /** Sends what Beam and Hadoop say through java.util.logging to the same place as the rest. */
  static void start() {
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
  }

  /**
   * From now on one JSON object a line, with what {@link RunLog} says.
   *
   * @param runId goes into every line
   */
  static void json(String runId) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("logs are not written by logback");
    }
    context.putProperty("run_id", runId);
    context.getLogger(RunLog.NAME).setLevel(Level.INFO);
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
        appender.stop();
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithNanoseconds(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
      }
    }
  }
}
