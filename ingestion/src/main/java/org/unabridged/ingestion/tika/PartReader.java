package org.unabridged.ingestion.tika;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.sax.AbstractRecursiveParserWrapperHandler;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.ExtractedPart.Role;
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
          WordXml.TRACKED_CHANGES,
          WordXml.COMMENTS,
          TextRecognition.LANGUAGES,
          PdfPages.SCANNED_PAGES,
          PicturePages.UNREAD_PICTURES,
          FinishedFilter.THREADS_LEFT,
          "Message-From",
          "Message-To",
          "Message-Cc");

  private static final String TIKA = "X-TIKA:";
  private static final String OWN = "unabridged:";
  private static final Set<String> ARCHIVE_PARSERS =
      Set.of(
          "ArchiveParser",
          "CompressorParser",
          "RarParser",
          "MboxParser",
          "OutlookPSTParser",
          "Pkcs7Parser",
          "TSDParser");
  private static final Set<String> MAIL_PARSERS =
      Set.of("RFC822Parser", "TNEFParser", "PSTMailItemParser");
  private static final Set<String> ARCHIVE_TYPES =
      Set.of(
          "application/zip",
          "application/x-tar",
          "application/x-gtar",
          "application/gzip",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/x-bzip2",
          "application/x-xz",
          "application/mbox",
          "application/vnd.ms-outlook-pst");
  private static final Set<String> MAIL_TYPES =
      Set.of("message/rfc822", "application/vnd.ms-outlook", "application/vnd.ms-tnef");

  /** What Tika's archive parser says about entries that it skips. */
  private static final Pattern LOST_ENTRY =
      Pattern.compile("stream \\(([^\\n]*)\\)|used in entry ([^\\n]*)");

  /** What PDFBox says of a PDF that is encrypted for the holder of a key rather than a password. */
  private static final String NEEDS_CERTIFICATE = "Provided decryption material is not compatible";

  /** What Tika's library of archives says of those that are whole but beyond it. */
  private static final Pattern UNKNOWN_PACKING =
      Pattern.compile(
          "Unsupported compression method|stream coders are not yet supported|"
              + ArchiveParser.LIBRARY_MISSING);

  private static final String PDF = "application/pdf";
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
        .flatMap(document -> Stream.concat(Stream.of(read(document)), lost(document)))
        .toList();
  }

  private static int order(Metadata document) {
    Integer id = document.getInt(TikaCoreProperties.EMBEDDED_ID);
    return id == null ? 0 : id;
  }

  private static ExtractedPart read(Metadata document) {
    String idPath = document.get(TikaCoreProperties.EMBEDDED_ID_PATH);
    String failure = failure(document);
    Role role = role(document);
    return new ExtractedPart(
        idPath == null ? "" : idPath,
        idPath == null ? "" : name(document),
        document.get(SizedSha256Factory.SHA_256),
        number(document.get(SizedSha256Factory.SIZE), -1),
        mediaType(document),
        role == Role.ARCHIVE ? "" : text(document),
        wordEdges(document),
        unmappedShare(document),
        document.get(TextRecognition.FAILURE),
        trouble(document, failure),
        failure == null ? null : exceptionClass(failure),
        role,
        isDecoration(document),
        properties(document),
        Duration.ofMillis(number(document.get(TikaCoreProperties.PARSE_TIME_MILLIS), 0)));
  }

  private static String text(Metadata document) {
    String text = document.get(TikaCoreProperties.TIKA_CONTENT);
    return text == null ? "" : text;
  }

  private static String wordEdges(Metadata document) {
    String edges = document.get(MarkedTextFactory.WORD_EDGES);
    return edges == null ? "" : edges;
  }

  private static @Nullable Double unmappedShare(Metadata document) {
    String share = document.get(PdfPages.UNMAPPED_SHARE);
    return share == null ? null : Double.valueOf(share);
  }

  /**
   * Entries of an archive that the parser could not even open; it tells no more than their names.
   */
  private static Stream<ExtractedPart> lost(Metadata archive) {
    String idPath = archive.get(TikaCoreProperties.EMBEDDED_ID_PATH);
    String parent = idPath == null ? "" : idPath;
    String[] failures = archive.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM);
    return IntStream.range(0, failures.length)
        .mapToObj(i -> lost(parent + "/lost-" + i, failures[i]))
        .flatMap(Optional::stream);
  }

  private static Optional<ExtractedPart> lost(String idPath, String failure) {
    Matcher matcher = LOST_ENTRY.matcher(failure);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new ExtractedPart(
            idPath,
            relative(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)),
            null,
            -1,
            null,
            "",
            "",
            null,
            null,
            failure.contains("encrypt") ? Trouble.ENCRYPTED : trouble(failure),
            null,
            Role.DOCUMENT,
            false,
            Map.of(),
            Duration.ZERO));
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
    String plain = plain(type);
    return TikaSettings.TEXTS.contains(plain) ? "text/plain" : plain;
  }

  private static String plain(String type) {
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim();
  }

  /** Whether what a document of a type holds are documents rather than parts of it. */
  static boolean holdsDocuments(@Nullable String type) {
    String plain = type == null ? "" : plain(type);
    return ARCHIVE_TYPES.contains(plain) || MAIL_TYPES.contains(plain) || plain.equals(PDF);
  }

  private static @Nullable String failure(Metadata document) {
    String container = document.get(TikaCoreProperties.CONTAINER_EXCEPTION);
    return container == null ? document.get(TikaCoreProperties.EMBEDDED_EXCEPTION) : container;
  }

  private static @Nullable Trouble trouble(Metadata document, @Nullable String failure) {
    boolean embedded = document.get(TikaCoreProperties.EMBEDDED_ID_PATH) != null;
    boolean own = embedded || document.get(TikaCoreProperties.CONTAINER_EXCEPTION) != null;
    if ("true".equals(document.get(TextJournalFile.STOPPED))) {
      return Trouble.STOPPED;
    }
    if ("true".equals(document.get(TextJournalFile.BROKEN_OFF))) {
      return Trouble.BROKEN;
    }
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
    boolean lost =
        Arrays.stream(document.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM))
            .anyMatch(stream -> !LOST_ENTRY.matcher(stream).find());
    return failure != null || lost ? Trouble.EMBEDDED_LOST : null;
  }

  private static Trouble trouble(String failure) {
    if (failure.contains("EncryptedDocumentException") || failure.contains(NEEDS_CERTIFICATE)) {
      return Trouble.ENCRYPTED;
    }
    if (UNKNOWN_PACKING.matcher(failure).find()) {
      return Trouble.UNKNOWN_PACKING;
    }
    if (OldVersions.isOne(failure)) {
      return Trouble.OLD_VERSION;
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
    if (failure.contains("levels of XML element nesting")) {
      return Trouble.NESTED_ELEMENTS;
    }
    if (failure.contains("levels of package entry nesting")) {
      return Trouble.DEPTH_LIMIT;
    }
    if (failure.contains("Zip bomb detected")
        || failure.contains("Suspected zip bomb")
        || failure.contains("TikaMemoryLimitException")) {
      return Trouble.BOMB;
    }
    return failure.contains("UnsupportedFormatException") ? Trouble.UNSUPPORTED : Trouble.BROKEN;
  }

  private static Role role(Metadata document) {
    String parser = parsers(document);
    String name = parser.substring(parser.lastIndexOf('.') + 1);
    String type = mediaType(document);
    if (ARCHIVE_PARSERS.contains(name) || (type != null && ARCHIVE_TYPES.contains(type))) {
      return Role.ARCHIVE;
    }
    return MAIL_PARSERS.contains(name) || (type != null && MAIL_TYPES.contains(type))
        ? Role.MAIL
        : Role.DOCUMENT;
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
    String name = cause.split("[:;\\s]", 2)[0];
    return name.substring(name.lastIndexOf('.') + 1);
  }

  static boolean isDecoration(Metadata document) {
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
