package org.unabridged.ingestion;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One parser for each configuration in this JVM, whatever the number of workers, until the JVM
 * ends. A parser without work keeps no processes.
 */
final class SharedParsers {
  private static final Map<ParserConfiguration, DocumentParser> PARSERS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> PARSERS.values().forEach(DocumentParser::close), "parser shutdown"));
  }

  private SharedParsers() {}

  static DocumentParser of(ParserConfiguration configuration) {
    return PARSERS.computeIfAbsent(configuration, DocumentParser::new);
  }
}
