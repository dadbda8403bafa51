package org.unabridged.ingestion;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.ExtractedPart;
import org.unabridged.ingestion.tika.ExtractedPart.Trouble;
import org.unabridged.ingestion.tika.Extraction;
import org.unabridged.ingestion.tika.ImagePages;
import org.unabridged.ingestion.tika.Tesseract;

/** Makes documents and failures of what the parser process said about one file. */
final class ParsedParts {
  /** Illustrator's files are PDFs, and many PDFs say that they are its. */
  private static final Set<String> PDF_TYPES = Set.of("application/pdf", "application/illustrator");

  /** Archives that nothing here unpacks: RAR 5 among others. */
  private static final Set<String> UNREAD_ARCHIVES =
      Set.of(
          "application/x-rar-compressed",
          "application/vnd.ms-cab-compressed",
          "application/x-iso9660-image",
          "application/x-lha",
          "application/x-lharc",
          "application/x-lzip",
          "application/x-rpm",
          "application/x-stuffit",
          "application/zstd");

  private static final String SCANNED_PAGES = "unabridged:scanned_pages";
  private static final Map<String, String> METADATA_NAMES =
      Map.ofEntries(
          Map.entry("dc:title", "title"),
          Map.entry("dc:creator", "author"),
          Map.entry("dc:subject", "subject"),
          Map.entry("dc:publisher", "publisher"),
          Map.entry("dc:language", "declared_language"),
          Map.entry("dcterms:created", "created"),
          Map.entry("dcterms:modified", "modified"),
          Map.entry("xmpTPg:NPages", "pages"),
          Map.entry("extended-properties:Application", "application"),
          Map.entry("pdf:docinfo:producer", "producer"),
          Map.entry("unabridged:tracked_changes", "tracked_changes"),
          Map.entry("unabridged:comments", "comments"),
          Map.entry("unabridged:recognition_languages", "recognition_languages"),
          Map.entry(SCANNED_PAGES, "scanned_pages"),
          Map.entry("unabridged:unread_pictures", "unread_pictures"),
          Map.entry("unabridged:threads_left", "threads_left"),
          Map.entry("Message-From", "from"),
          Map.entry("Message-To", "to"),
          Map.entry("Message-Cc", "cc"));

  private final ParserConfiguration configuration;
  private final ContentLimits limits;
  private final String fileId;
  private final long fileSize;

  ParsedParts(ParserConfiguration configuration, String fileId, long fileSize) {
    this.configuration = configuration;
    limits = configuration.limits();
    this.fileId = fileId;
    this.fileSize = fileSize;
  }

  ParsedFile failed(ParseFailure.Category category, String message, Duration time) {
    return new ParsedFile(
        fileId,
        List.of(new ParseFailure(fileId, "", null, null, fileSize, category, message, null, time)));
  }

  /** What was read before the parser was stopped is kept. */
  ParsedFile stopped(Extraction.Stopped stopped, Duration time) {
    Reason why = why(stopped.reason(), time);
    return stopped.parts().isEmpty()
        ? failed(why.category(), why.message(), time)
        : finished(stopped.parts(), why, time);
  }

  private Reason why(Extraction.Reason reason, Duration time) {
    return switch (reason) {
      case TIMEOUT ->
          new Reason(
              ParseFailure.Category.PARSER_TIMEOUT,
              givenUp(time)
                  + ": raise the parser's time limit ("
                  + configuration.timeLimit().toSeconds()
                  + " s), or save the file anew");
      case STALLED ->
          new Reason(
              ParseFailure.Category.PARSER_STALLED,
              givenUp(time)
                  + ", because the parser produced nothing for its stall limit ("
                  + configuration.stallLimit().toSeconds()
                  + " s): raise the limit or save the file anew");
      case OUT_OF_MEMORY ->
          new Reason(
              ParseFailure.Category.PARSER_OUT_OF_MEMORY,
              "needs more than the parser's "
                  + configuration.pool().heapMegabytes()
                  + " MB of memory: raise the limit or save the file anew");
      case DISK_LIMIT ->
          new Reason(
              ParseFailure.Category.UNPACKED_LIMIT_EXCEEDED,
              "unpacks to more than the parser's limit of "
                  + limits.temporaryMegabytes()
                  + " MB: raise the limit or unpack it");
      case DISK_RATIO ->
          new Reason(
              ParseFailure.Category.RATIO_LIMIT_EXCEEDED,
              "unpacks to more than the parser's limit of "
                  + limits.expansionRatio()
                  + " times its size, like a decompression bomb: unpack it if it is none");
      case THREADS ->
          new Reason(
              ParseFailure.Category.PARSER_CRASH,
              "made its parser start too many threads: save the file anew, in another format if"
                  + " need be");
      case CRASH ->
          new Reason(
              ParseFailure.Category.PARSER_CRASH,
              "ended the parser's process: save the file anew, in another format if need be");
      case UNREADABLE ->
          new Reason(
              ParseFailure.Category.UNREADABLE,
              "could not be read by the parser's process: check that the file still exists and may be"
                  + " read");
    };
  }

  private static String givenUp(Duration time) {
    return "was given up after " + time.toSeconds() + " s";
  }

  ParsedFile finished(List<ExtractedPart> parts, Duration time) {
    return finished(parts, null, time);
  }

  private ParsedFile finished(
      List<ExtractedPart> parts, @Nullable Reason stopReason, Duration time) {
    ExtractedPart file = parts.get(0);
    if (file.sha256() != null && !file.sha256().equals(fileId)) {
      return failed(ParseFailure.Category.UNREADABLE, "changed while it was read: run again", time);
    }
    Map<String, Node> tree = tree(parts);
    List<ParseResult> results = new ArrayList<>();
    for (ExtractedPart part : parts) {
      Node node = tree.get(part.idPath());
      if (node != null && node.reported) {
        results.add(result(node, stopReason, part == file ? time : part.time()));
      }
    }
    return new ParsedFile(fileId, results);
  }

  private Map<String, Node> tree(List<ExtractedPart> parts) {
    Map<String, Node> tree = new LinkedHashMap<>();
    Set<String> paths = new HashSet<>();
    for (ExtractedPart part : parts) {
      Node parent = part.idPath().isEmpty() ? null : tree.get(parentPath(part.idPath()));
      Node node = new Node(part, parent, fileId, paths);
      tree.put(part.idPath(), node);
    }
    report(List.copyOf(tree.values()));
    return tree;
  }

  /** Holders come before what they hold. */
  private static void report(List<Node> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).noteWhetherNeeded();
    }
    nodes.forEach(Node::noteWhetherReported);
  }

  private static String parentPath(String idPath) {
    return idPath.substring(0, idPath.lastIndexOf('/'));
  }

  private ParseResult result(Node node, @Nullable Reason stopReason, Duration time) {
    ExtractedPart part = node.part;
    long size = part.idPath().isEmpty() ? fileSize : Math.max(0, part.sizeBytes());
    boolean stopped = part.trouble() == Trouble.STOPPED;
    Reason reason = stopped ? stopReason : reason(node);
    if (reason != null) {
      return new ParseFailure(
          node.documentId,
          node.path,
          node.parentId(),
          part.mediaType(),
          size,
          reason.category(),
          reason.message(),
          isIncomplete(part) ? partial(node.canonical, part.unmappedShare()) : null,
          time);
    }
    return new Document(
        node.documentId,
        node.path,
        node.parentId(),
        part.mediaType(),
        size,
        node.canonical.text(),
        node.canonical.pages(),
        node.canonical.boxes(),
        node.canonical.text().isEmpty()
            ? null
            : Qualities.of(node.canonical.text(), part.unmappedShare()),
        Languages.of(node.canonical.text()),
        metadata(node),
        time);
  }

  private static boolean isIncomplete(ExtractedPart part) {
    Trouble trouble = part.trouble();
    return trouble == Trouble.STOPPED || trouble == Trouble.BROKEN || trouble == Trouble.CUT_SHORT;
  }

  private static @Nullable PartialText partial(
      CanonicalText canonical, @Nullable Double unmappedShare) {
    return canonical.text().isBlank()
        ? null
        : new PartialText(
            canonical.text(), canonical.pages(), Qualities.of(canonical.text(), unmappedShare));
  }

  private @Nullable Reason reason(Node node) {
    Trouble trouble = node.part.trouble();
    if (trouble != null) {
      Reason reason = reason(node, trouble);
      if (reason != null) {
        return reason;
      }
    }
    return node.canonical.text().isEmpty() && !node.holdsDocuments ? withoutText(node) : null;
  }

  private @Nullable Reason reason(Node node, Trouble trouble) {
    return switch (trouble) {
      case ENCRYPTED ->
          new Reason(
              ParseFailure.Category.ENCRYPTED, "is encrypted: remove the password and run again");
      case EMPTY -> new Reason(ParseFailure.Category.EMPTY_FILE, "has no bytes");
      case OUTPUT_LIMIT ->
          new Reason(
              ParseFailure.Category.OUTPUT_LIMIT_EXCEEDED,
              "has more text than the parser's limit of "
                  + limits.outputCharacters()
                  + " characters: raise the limit or split the file");
      case EMBEDDED_LIMIT ->
          new Reason(
              ParseFailure.Category.EMBEDDED_LIMIT_EXCEEDED,
              "holds more documents than the parser's limit of "
                  + limits.embeddedDocuments()
                  + ", the others were not read: raise the limit or unpack the file");
      case DEPTH_LIMIT ->
          new Reason(
              ParseFailure.Category.DEPTH_LIMIT_EXCEEDED,
              "is nested deeper than the parser's limit of "
                  + limits.embeddedDepth()
                  + ": raise the limit or unpack the file");
      case BOMB ->
          new Reason(
              ParseFailure.Category.RATIO_LIMIT_EXCEEDED,
              "expands like a decompression bomb, beyond the parser's limit of "
                  + limits.expansionRatio()
                  + " times: unpack or save it anew if it is none");
      case NESTED_ELEMENTS ->
          new Reason(
              ParseFailure.Category.NESTING_LIMIT_EXCEEDED,
              "has elements nested deeper than the parser's limit of "
                  + limits.elementDepth()
                  + ": raise the limit or save it anew");
      case STOPPED -> throw new IllegalStateException("a stopped document has its own reason");
      case UNSUPPORTED -> unsupported(node);
      case UNKNOWN_PACKING ->
          new Reason(
              ParseFailure.Category.UNSUPPORTED_FORMAT,
              "is compressed in a way that cannot be read: unpack it with another program and run"
                  + " again");
      case OLD_VERSION ->
          new Reason(
              ParseFailure.Category.UNSUPPORTED_FORMAT,
              "is of an older version of its format than can be read ("
                  + node.part.mediaType()
                  + "): open it in a program that still reads it and save it as PDF or DOCX");
      case CUT_SHORT ->
          new Reason(
              ParseFailure.Category.CORRUPT,
              "ends before its end mark, a part is missing: get a complete copy");
      case BROKEN ->
          new Reason(
              ParseFailure.Category.CORRUPT,
              "does not follow its format"
                  + (node.part.exception() == null ? "" : " (" + node.part.exception() + ")")
                  + ": open it in the program that made it and save it anew");
      case EMBEDDED_LOST ->
          node.isContainer()
              ? new Reason(
                  ParseFailure.Category.CORRUPT,
                  "holds something that could not be read"
                      + (node.part.exception() == null ? "" : " (" + node.part.exception() + ")")
                      + ": unpack it and run again")
              : null;
    };
  }

  private Reason unsupported(Node node) {
    if (node.isImage()) {
      return withoutText(node);
    }
    String type = node.part.mediaType() == null ? "unknown" : node.part.mediaType();
    return new Reason(
        ParseFailure.Category.UNSUPPORTED_FORMAT,
        UNREAD_ARCHIVES.contains(type)
            ? "is an archive of a kind that cannot be unpacked ("
                + type
                + "): unpack it and run again"
            : "is of a format that cannot be read (" + type + "): save it as PDF, DOCX or text");
  }

  private Reason withoutText(Node node) {
    String pages = node.part.metadata().get("xmpTPg:NPages");
    if ("0".equals(pages)) {
      return new Reason(ParseFailure.Category.CORRUPT, "has no pages: get a complete copy");
    }
    if (node.isImage()) {
      return new Reason(ParseFailure.Category.NO_TEXT, "is an image: " + aboutImage(node.part));
    }
    if (node.isContainer()) {
      return new Reason(
          ParseFailure.Category.NO_TEXT,
          "has neither text nor documents: check what it should hold");
    }
    return new Reason(
        ParseFailure.Category.NO_TEXT,
        (pages == null ? "has no text" : "has " + pages + " pages but no text")
            + ": "
            + (node.isPdf() || node.holdsImages
                ? aboutRecognition(node.part)
                : "if it was scanned, recognise its text (OCR); else save it as PDF or DOCX"));
  }

  private String aboutImage(ExtractedPart part) {
    return ImagePages.reads(part.mediaType())
        ? aboutRecognition(part)
        : "save it as PNG or PDF, or recognise its text (OCR) with another program";
  }

  private String aboutRecognition(ExtractedPart part) {
    if (configuration.recognition().mode() == Recognition.Mode.OFF) {
      return "text recognition (OCR) is off, turn it on if the file was scanned";
    }
    if (!Tesseract.isInstalled()) {
      return "if it was scanned, install Tesseract or recognise its text (OCR) with another program";
    }
    return part.recognitionFailure() == null
        ? "text recognition (OCR) found no text either"
        : part.recognitionFailure() + " (OCR)";
  }

  private static Map<String, String> metadata(Node node) {
    Map<String, String> metadata = new TreeMap<>();
    node.part
        .metadata()
        .forEach(
            (name, value) -> metadata.put(METADATA_NAMES.getOrDefault(name, name), value.strip()));
    if (node.leftOut > 0) {
      metadata.put("embedded_without_text", String.valueOf(node.leftOut));
    }
    if (node.part.trouble() == Trouble.EMBEDDED_LOST) {
      metadata.put("embedded_unreadable", "true");
    }
    return metadata;
  }

  private record Reason(ParseFailure.Category category, String message) {}

  /** A document in the tree of a file. */
  private static final class Node {
    private final ExtractedPart part;
    private final @Nullable Node parent;
    private final String path;
    private final String documentId;
    private final CanonicalText canonical;
    private boolean needed;
    private boolean reported;
    private boolean holdsDocuments;
    private boolean holdsImages;
    private int leftOut;

    Node(ExtractedPart part, @Nullable Node parent, String fileId, Set<String> paths) {
      this.part = part;
      this.parent = parent;
      canonical = canonical(part);
      path = parent == null ? "" : unique(parent.child(part.name()), paths);
      documentId =
          parent == null ? fileId : part.sha256() == null ? derived(fileId) : part.sha256();
    }

    /**
     * A text of nothing but running lines is one all the same, unless they are stamped on scans.
     */
    private static CanonicalText canonical(ExtractedPart part) {
      CanonicalText whole = CanonicalText.of(part.markedText(), part.wordEdges());
      CanonicalText tidied = PageNoise.without(whole);
      return tidied.text().isEmpty() && !part.metadata().containsKey(SCANNED_PAGES)
          ? whole
          : tidied;
    }

    /** A document without text is needed for the documents in it. */
    void noteWhetherNeeded() {
      needed |= parent == null || isDocument(parent);
      if (parent != null && needed && !part.decoration()) {
        parent.needed = true;
      }
    }

    void noteWhetherReported() {
      reported = parent == null || parent.reported && needed && !part.decoration() && !isHidden();
      if (parent != null) {
        parent.note(this);
      }
    }

    @Nullable String parentId() {
      return parent == null ? null : parent.documentId;
    }

    void note(Node child) {
      holdsImages |= child.isImage() && ImagePages.reads(child.part.mediaType());
      if (child.reported) {
        holdsDocuments = true;
      } else {
        leftOut++;
      }
    }

    boolean isImage() {
      return part.mediaType() != null && part.mediaType().startsWith("image/");
    }

    boolean isPdf() {
      return part.mediaType() != null && PDF_TYPES.contains(part.mediaType());
    }

    boolean isContainer() {
      return part.role() != ExtractedPart.Role.DOCUMENT;
    }

    /**
     * What an archive, a mail or a PDF holds is a document unless it is hidden or belongs to the
     * appearance. What another document holds is one only if there is text in it or may be: the
     * others are images, fonts, formulas.
     */
    private boolean isDocument(Node holder) {
      if (part.decoration() || isHidden()) {
        return false;
      }
      return holder.isContainer()
          || holder.isPdf()
          || !canonical.text().isEmpty()
          || !isImage() && part.trouble() != null && part.trouble() != Trouble.UNSUPPORTED;
    }

    private boolean isHidden() {
      String name = part.name().substring(part.name().lastIndexOf('/') + 1);
      return name.startsWith(".") || part.name().startsWith("__MACOSX/");
    }

    private String child(String name) {
      String shown = name.isBlank() ? "unnamed" : name;
      return path.isEmpty() ? shown : path + "/" + shown;
    }

    private static String unique(String path, Set<String> paths) {
      String candidate = path;
      for (int i = 2; !paths.add(candidate); i++) {
        candidate = path + " (" + i + ")";
      }
      return candidate;
    }

    /** A stable id for what could not be read at all, so that there are no bytes to hash. */
    private String derived(String fileId) {
      MessageDigest digest = Sha256.digest();
      digest.update((fileId + "/" + path).getBytes(StandardCharsets.UTF_8));
      return Sha256.hexadecimal(digest);
    }
  }
}
