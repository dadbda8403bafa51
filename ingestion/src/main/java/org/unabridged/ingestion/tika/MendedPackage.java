package org.unabridged.ingestion.tika;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.tika.io.TemporaryResources;
import org.jspecify.annotations.Nullable;

/**
 * Copies of Office packages (ECMA-376 part 2) that other programs open but Tika's library refuses
 * or misreads: parts whose type is not declared, relationships to parts that are missing, and
 * documents of the strict kind, see {@link StrictNames}.
 */
final class MendedPackage {
  private static final String TYPES = "[Content_Types].xml";
  private static final String ROOT_RELATIONSHIPS = "_rels/.rels";
  private static final String RELATIONSHIPS = ".rels";
  private static final String RELATIONSHIPS_FOLDER = "_rels/";

  /** The largest of honest files have some hundred kilobytes. */
  private static final int LARGEST_INDEX_BYTES = 16 << 20;

  /** More than this is left to the parser, whose limits end it. */
  private static final long MOST_BYTES = 1L << 30;

  private static final Map<String, String> KNOWN_TYPES =
      Map.of(
          "rels", "application/vnd.openxmlformats-package.relationships+xml",
          "xml", "application/xml");
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final Pattern DEFAULT_TYPE = attribute("Extension");
  private static final Pattern TYPE_OF_PART = attribute("PartName");
  private static final Pattern TARGET = attribute("Target");
  private static final Pattern EXTERNAL = Pattern.compile("TargetMode\\s*=\\s*[\"']External");
  private static final Pattern TYPES_END = Pattern.compile("</(\\w+:)?Types\\s*>");
  private static final Pattern RELATIONSHIP =
      Pattern.compile("<(\\w+:)?Relationship\\s[^<>]*(/>|>\\s*</(\\w+:)?Relationship\\s*>)");

  private final ZipFile zip;
  private final Set<String> parts = new HashSet<>();
  private final Map<String, String> changed = new HashMap<>();
  private final Set<String> decodedParts = new HashSet<>();
  private final boolean strict;
  private long bytesLeft;

  private MendedPackage(ZipFile zip, long fileBytes) throws IOException {
    this.zip = zip;
    long expanded = fileBytes * Long.getLong(ForkProgress.RATIO_PROPERTY, Integer.MAX_VALUE);
    bytesLeft = Math.min(MOST_BYTES, Math.max(ForkProgress.RATIO_THRESHOLD_BYTES, expanded));
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    long declared = 0;
    for (ZipEntry entry : entries) {
      declared += Math.min(entry.getSize(), MOST_BYTES);
      parts.add(key(entry.getName()));
      decodedParts.add(key(decoded(entry.getName())));
    }
    if (declared > bytesLeft) {
      throw new ZipException("too large to be mended");
    }
    String root = index(ROOT_RELATIONSHIPS);
    strict = root != null && StrictNames.areIn(root);
    declareTypes();
    for (ZipEntry entry : entries) {
      if (entry.getName().endsWith(RELATIONSHIPS)) {
        dropDangling(entry.getName());
      }
    }
  }

  /**
   * A copy that can be read; null when the file needs none, or is none that could be mended.
   *
   * @param temporary owns the copy
   */
  static @Nullable Path copy(Path file, TemporaryResources temporary) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      MendedPackage mended = new MendedPackage(zip, Files.size(file));
      if (!mended.strict && mended.changed.isEmpty()) {
        return null;
      }
      Path copy = temporary.createTempFile();
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
        mended.write(out);
      }
      return copy;
    } catch (IOException | IllegalArgumentException e) {
      // The parser meets the same damage in the file itself, and says what it is.
      return null;
    }
  }

  private void declareTypes() throws IOException {
    String types = index(TYPES);
    if (types == null) {
      return;
    }
    Set<String> extensions = values(DEFAULT_TYPE, types);
    Set<String> names = values(TYPE_OF_PART, types);
    StringBuilder missing = new StringBuilder();
    for (String part : parts) {
      int dot = part.lastIndexOf('.');
      String extension = dot < part.lastIndexOf('/') ? "" : part.substring(dot + 1);
      if (!part.endsWith("/")
          && !part.equals(key(TYPES))
          && !extensions.contains(extension)
          && !names.contains("/" + part)) {
        missing.append(declaration(part, extension));
        if (!extension.isEmpty()) {
          extensions.add(extension);
        }
      }
    }
    Matcher end = TYPES_END.matcher(types);
    if (missing.length() > 0 && end.find()) {
      String prefix = end.group(1) == null ? "" : end.group(1);
      String declared = missing.toString().replace("<", "<" + prefix);
      changed.put(TYPES, types.substring(0, end.start()) + declared + types.substring(end.start()));
    }
  }

  /** Empty for a part without an extension whose name is none: it is not read anyway. */
  private static String declaration(String part, String extension) {
    if (!extension.isEmpty()) {
      return "<Default Extension=\"%s\" ContentType=\"%s\"/>"
          .formatted(escaped(extension), KNOWN_TYPES.getOrDefault(extension, UNKNOWN_TYPE));
    }
    try {
      return "<Override PartName=\"%s\" ContentType=\"%s\"/>"
          .formatted(
              escaped(PackagingURIHelper.createPartName("/" + part).getName()), UNKNOWN_TYPE);
    } catch (InvalidFormatException e) {
      return "";
    }
  }

  private void dropDangling(String name) throws IOException {
    String relationships = index(name);
    if (relationships == null) {
      return;
    }
    int folder = name.lastIndexOf(RELATIONSHIPS_FOLDER);
    String source = "/" + name.substring(0, Math.max(0, folder));
    String kept =
        RELATIONSHIP
            .matcher(relationships)
            .replaceAll(
                found ->
                    isDangling(found.group(), source)
                        ? ""
                        : Matcher.quoteReplacement(found.group()));
    if (!kept.equals(relationships)) {
      changed.put(name, kept);
    }
  }

  private boolean isDangling(String relationship, String source) {
    Matcher target = TARGET.matcher(relationship);
    if (EXTERNAL.matcher(relationship).find() || !target.find()) {
      return false;
    }
    String path = value(target).replace('\\', '/');
    if (path.isEmpty() || path.startsWith("#") || path.indexOf(':') >= 0 || path.contains("&#")) {
      return false;
    }
    try {
      URI part = URI.create(source).resolve(path);
      return !isPart(part.getRawPath()) && !isPart(part.getPath());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isPart(String path) {
    return parts.contains(key(path)) || decodedParts.contains(key(path));
  }

  private void write(ZipOutputStream out) throws IOException {
    Set<String> written = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!entry.isDirectory() && written.add(entry.getName())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        write(entry, out);
        out.closeEntry();
        ForkProgress.step();
      }
    }
  }

  private void write(ZipEntry entry, OutputStream out) throws IOException {
    String content = changed.get(entry.getName());
    if (content != null) {
      String names = strict ? StrictNames.transitional(content) : content;
      out.write(names.getBytes(StandardCharsets.UTF_8));
      return;
    }
    try (InputStream in = new Content(entry)) {
      if (strict && (entry.getName().endsWith(".xml") || entry.getName().endsWith(RELATIONSHIPS))) {
        StrictNames.translate(in, out);
      } else {
        in.transferTo(out);
      }
    }
  }

  /** One of the parts that say what the others are; null when there is none of the name. */
  private @Nullable String index(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = new Content(entry)) {
      byte[] bytes = in.readNBytes(LARGEST_INDEX_BYTES);
      if (bytes.length == LARGEST_INDEX_BYTES) {
        throw new ZipException("a part that lists others is too large");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Pattern attribute(String name) {
    return Pattern.compile("\\s" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
  }

  private static Set<String> values(Pattern attribute, String xml) {
    Set<String> values = new HashSet<>();
    Matcher matcher = attribute.matcher(xml);
    while (matcher.find()) {
      values.add(value(matcher).toLowerCase(Locale.ROOT));
    }
    return values;
  }

  /** Of an attribute that was found. */
  private static String value(Matcher attribute) {
    String quoted = attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
    return quoted
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  private static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }

  /** Without percent-encoding, if it has one. */
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** Names of parts are compared without their case (ECMA-376 part 2, 6.2.2.3). */
  private static String key(String name) {
    String plain = name.replace('\\', '/').toLowerCase(Locale.ROOT);
    return plain.startsWith("/") ? plain.substring(1) : plain;
  }

  /** Of an entry, whatever size it declares. */
  private final class Content extends FilterInputStream {
    Content(ZipEntry entry) throws IOException {
      super(zip.getInputStream(entry));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      ForkProgress.step();
      int read = super.read(bytes, offset, length);
      bytesLeft -= Math.max(0, read);
      if (bytesLeft < 0) {
        throw new ZipException("too large to be mended");
      }
      return read;
    }
  }
}
