package org.unabridged.ingestion.tika;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of parser processes: that of this process less what no parser needs. Each jar
 * costs time at start-up, when services are looked up in all of them.
 */
final class ForkClassPath {
  /**
   * Beginnings of file names of jars that come with Beam, Arrow, Parquet, their runners and tests.
   */
  private static final List<String> NOT_NEEDED =
      List.of(
          "beam-",
          "byte-buddy",
          "conscrypt",
          "opentelemetry",
          "classgraph",
          "joda-time",
          "jackson-",
          "arrow-",
          "parquet-",
          "hadoop-",
          "duckdb",
          "zstd-jni",
          "snappy-java",
          "flatbuffers",
          "netty-",
          "flink-",
          "spark-",
          "scala-",
          "grpc-",
          "protobuf-",
          "logback-",
          "args4j",
          "httpclient",
          "httpcore",
          "checker-qual",
          "junit-",
          "assertj-",
          "archunit",
          "jul-to-slf4j",
          "tika-langdetect",
          "opennlp",
          "apiguardian",
          "opentest4j",
          "jmh-",
          "snakeyaml");

  private ForkClassPath() {}

  static String of(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .filter(entry -> isNeeded(Path.of(entry).getFileName()))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isNeeded(@Nullable Path name) {
    return name == null || NOT_NEEDED.stream().noneMatch(name.toString()::startsWith);
  }
}
