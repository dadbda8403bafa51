package org.unabridged.ingestion.tika;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.sax.AbstractRecursiveParserWrapperHandler;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.ExtractedPart.Trouble;

/** Reads the metadata in which Tika reports each document of a file. */
final class PartReader {
  /** Properties of documents that are passed on. */
  static final Set<String> PASSED_ON =
      Set.of(
          "dc:title",
          "dc:creator",
          "dc:subject",
          "dc:publisher",
          "dc:language",
          "dcterms:created",
          "dcterms:modified",
          "xmpTPg:NPages",
          "extended-properties:Application",
          "pdf:docinfo:producer",
          "Message-From",
          "Message-To",
          "Message-Cc");

  private static final String TIKA = "X-TIKA:";
  private static final String OWN = "unabridged:";
  private static final String EMPTY_PARSER = "EmptyParser";
  private static final int MAX_VALUE_CHARACTERS = 500;
  private static final Set<String> APPEARANCE =
      Set.of("INLINE", "MACRO", "METADATA", "FONT", "THUMBNAIL", "RENDERING");

  private PartReader() {}

  static boolean reads(String name) {
    return name.startsWith(TIKA)
        || name.startsWith(OWN)
        || PASSED_ON.contains(name)
        || name.equals(Metadata.CONTENT_TYPE)
        || name.equals(TikaCoreProperties.RESOURCE_NAME_KEY)
        || name.equals(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE.getName());
  }

  /** The file first, then what it embeds in the order in which the parser met it. */
  static List<ExtractedPart> read(List<Metadata> documents) {
    return documents.stream()
        .sorted(Comparator.comparingInt(PartReader::order))
        .map(PartReader::read)
        .toList();
  }

  private static int order(Metadata document) {
    Integer id = document.getInt(TikaCoreProperties.EMBEDDED_ID);
    return id == null ? 0 : id;
  }

  private static ExtractedPart read(Metadata document) {
    String idPath = document.get(TikaCoreProperties.EMBEDDED_ID_PATH);
    String failure = failure(document);
    String text = document.get(TikaCoreProperties.TIKA_CONTENT);
    return new ExtractedPart(
        idPath == null ? "" : idPath,
        idPath == null ? "" : name(document),
        document.get(SizedSha256Factory.SHA_256),
        number(document.get(SizedSha256Factory.SIZE), -1),
        mediaType(document),
        text == null ? "" : text,
        trouble(document, failure),
        failure == null ? null : exceptionClass(failure),
        isDecoration(document),
        properties(document),
        Duration.ofMillis(number(document.get(TikaCoreProperties.PARSE_TIME_MILLIS), 0)));
  }

  private static String name(Metadata document) {
    String inside = document.get(TikaCoreProperties.INTERNAL_PATH);
    if (inside != null && !inside.isBlank()) {
      return relative(inside);
    }
    String path = document.get(TikaCoreProperties.FINAL_EMBEDDED_RESOURCE_PATH);
    if (path == null) {
      path = document.get(TikaCoreProperties.EMBEDDED_RESOURCE_PATH);
    }
    return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
  }

  /** A path in an archive is the archive's choice: nothing may take it for one on this machine. */
  private static String relative(String path) {
    return Arrays.stream(path.replace('\\', '/').split("/"))
        .filter(step -> !step.isEmpty() && !step.equals(".") && !step.equals(".."))
        .collect(Collectors.joining("/"));
  }

  private static @Nullable String mediaType(Metadata document) {
    String type = document.get(Metadata.CONTENT_TYPE);
    if (type == null) {
      return null;
    }
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim();
  }

  private static @Nullable String failure(Metadata document) {
    String container = document.get(TikaCoreProperties.CONTAINER_EXCEPTION);
    return container == null ? document.get(TikaCoreProperties.EMBEDDED_EXCEPTION) : container;
  }

  private static @Nullable Trouble trouble(Metadata document, @Nullable String failure) {
    boolean embedded = document.get(TikaCoreProperties.EMBEDDED_ID_PATH) != null;
    boolean own = embedded || document.get(TikaCoreProperties.CONTAINER_EXCEPTION) != null;
    if ("true".equals(document.get(TikaCoreProperties.IS_ENCRYPTED))) {
      return Trouble.ENCRYPTED;
    }
    if ("true".equals(document.get(TikaCoreProperties.WRITE_LIMIT_REACHED))) {
      return Trouble.OUTPUT_LIMIT;
    }
    if ("true"
        .equals(
            document.get(AbstractRecursiveParserWrapperHandler.EMBEDDED_RESOURCE_LIMIT_REACHED))) {
      return Trouble.EMBEDDED_LIMIT;
    }
    if (failure != null && own) {
      return trouble(failure);
    }
    if ("true".equals(document.get(SizedSha256Factory.CUT_SHORT))) {
      return Trouble.CUT_SHORT;
    }
    if (parsers(document).endsWith(EMPTY_PARSER)) {
      return Trouble.UNSUPPORTED;
    }
    boolean lost = document.get(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM) != null;
    return failure != null || lost ? Trouble.EMBEDDED_LOST : null;
  }

  private static Trouble trouble(String failure) {
    if (failure.contains("EncryptedDocumentException")) {
      return Trouble.ENCRYPTED;
    }
    if (failure.contains("ZeroByteFileException")) {
      return Trouble.EMPTY;
    }
    if (failure.contains(MarkedTextFactory.TooDeep.MESSAGE)) {
      return Trouble.DEPTH_LIMIT;
    }
    if (failure.contains("WriteLimitReachedException")) {
      return Trouble.OUTPUT_LIMIT;
    }
    if (failure.contains("Zip bomb detected")) {
      return Trouble.BOMB;
    }
    return failure.contains("UnsupportedFormatException") ? Trouble.UNSUPPORTED : Trouble.BROKEN;
  }

  private static String parsers(Metadata document) {
    String[] parsers = document.getValues(TikaCoreProperties.TIKA_PARSED_BY);
    return parsers.length == 0 ? "" : parsers[parsers.length - 1];
  }

  /** The innermost exception's class: messages may carry text of the document. */
  private static String exceptionClass(String stackTrace) {
    String cause = stackTrace;
    int causedBy = stackTrace.lastIndexOf("Caused by: ");
    if (causedBy >= 0) {
      cause = stackTrace.substring(causedBy + "Caused by: ".length());
    }
    String name = cause.split("[:\\s]", 2)[0];
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean isDecoration(Metadata document) {
    String type = document.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    return type != null && APPEARANCE.contains(type);
  }

  private static Map<String, String> properties(Metadata document) {
    Map<String, String> properties = new TreeMap<>();
    for (String name : document.names()) {
      if (PASSED_ON.contains(name)) {
        String value = String.join("; ", Arrays.asList(document.getValues(name))).strip();
        if (!value.isEmpty()) {
          properties.put(name, value.substring(0, Math.min(value.length(), MAX_VALUE_CHARACTERS)));
        }
      }
    }
    return properties;
  }

  private static long number(@Nullable String value, long absent) {
    try {
      return value == null ? absent : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return absent;
    }
  }
}
