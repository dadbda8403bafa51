package org.unabridged.pipeline.state;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.Document;
import org.unabridged.ingestion.ParseFailure;
import org.unabridged.ingestion.ParseResult;
import org.unabridged.ingestion.ParsedFile;
import org.unabridged.ingestion.ParsedFileStore;
import org.unabridged.ingestion.PartialText;
import org.unabridged.ingestion.TextBoxes;

/**
 * Parsed files under (bytes, parser configuration). A file of which something failed is kept for
 * the current run only, so that the next run tries again. Each text is kept once, under its own
 * hash.
 */
public final class Extractions implements ParsedFileStore {
  private static final long serialVersionUID = 1;

  private final ContentStore files;
  private final ContentStore failedFiles;
  private final ContentStore texts;
  private final String parserFingerprint;
  private final String runId;

  Extractions(
      ContentStore files,
      ContentStore failedFiles,
      ContentStore texts,
      String parserFingerprint,
      String runId) {
    this.files = files;
    this.failedFiles = failedFiles;
    this.texts = texts;
    this.parserFingerprint = parserFingerprint;
    this.runId = runId;
  }

  @Override
  public @Nullable ParsedFile find(String fileId) {
    StoredFile stored = findStored(fileId);
    return stored == null ? null : parsed(stored);
  }

  @Override
  public boolean contains(String fileId) {
    StoredFile stored = findStored(fileId);
    return stored != null && holdsTextsOf(stored);
  }

  /**
   * What an earlier run knows of a file; null if it has to be parsed. Its texts look whole, but
   * were not read.
   */
  public @Nullable StoredFile finished(String fileId) {
    StoredFile stored = files.find(key(fileId), StoredFile.class);
    return stored != null && holdsTextsOf(stored) ? stored : null;
  }

  /** Whether no file was ever parsed to its end. */
  public boolean isEmpty() {
    return !Files.isDirectory(files.root());
  }

  private boolean holdsTextsOf(StoredFile stored) {
    return stored.results().stream()
        .filter(StoredDocument.class::isInstance)
        .flatMap(document -> ((StoredDocument) document).textKeys().stream())
        .allMatch(texts::holds);
  }

  @Override
  public void save(ParsedFile parsed) {
    List<StoredResult> results = new ArrayList<>();
    for (ParseResult result : parsed.results()) {
      results.add(stored(result));
    }
    StoredFile file = new StoredFile(parsed.fileId(), results);
    // The texts come first: a file's entry never refers to what is not there.
    (file.complete() ? files : failedFiles).save(key(parsed.fileId()), file);
    RunProgress.of(runId).parsed();
  }

  /** What the current run knows of a file that was read. */
  public StoredFile file(String fileId) {
    StoredFile stored = findStored(fileId);
    if (stored == null) {
      throw new IllegalStateException("file " + fileId + " was not saved before it was used");
    }
    return stored;
  }

  /** The canonical text of a stored document. */
  public String text(StoredDocument document) {
    return text(document.textId());
  }

  /** The beginning of a text of which the parser did not reach the end. */
  public String text(StoredFailure.Partial partial) {
    return text(partial.textId());
  }

  /** Where the words of a stored document stand. */
  public TextBoxes boxes(StoredDocument document) {
    String boxesId = document.boxesId();
    return boxesId == null ? TextBoxes.NONE : TextBoxes.decoded(text(boxesId));
  }

  String text(String textId) {
    String text = texts.findText(textId);
    if (text == null) {
      throw new IllegalStateException("text " + textId + " is gone from " + texts.root());
    }
    return text;
  }

  private @Nullable StoredFile findStored(String fileId) {
    StoredFile finished = files.find(key(fileId), StoredFile.class);
    return finished == null ? failedFiles.find(key(fileId), StoredFile.class) : finished;
  }

  private @Nullable ParsedFile parsed(StoredFile stored) {
    List<ParseResult> results = new ArrayList<>();
    for (StoredResult result : stored.results()) {
      if (result instanceof StoredDocument document) {
        String text = texts.findText(document.textId());
        if (text == null || isGone(document.boxesId())) {
          return null;
        }
        results.add(document.with(text, boxes(document)));
      } else if (result instanceof StoredFailure failure) {
        results.add(failure.with(partial(failure)));
      }
    }
    return new ParsedFile(stored.fileId(), results);
  }

  private boolean isGone(@Nullable String boxesId) {
    return boxesId != null && texts.findText(boxesId) == null;
  }

  private @Nullable PartialText partial(StoredFailure failure) {
    StoredFailure.Partial partial = failure.partial();
    return partial == null
        ? null
        : new PartialText(text(partial), partial.pages(), partial.quality());
  }

  private StoredResult stored(ParseResult result) {
    if (result instanceof ParseFailure failure) {
      return StoredFailure.of(failure, stored(failure.partial()));
    }
    Document document = (Document) result;
    String boxesId =
        document.boxes().equals(TextBoxes.NONE) ? null : stored(document.boxes().encoded());
    return StoredDocument.of(document, stored(document.text()), boxesId);
  }

  private StoredFailure.@Nullable Partial stored(@Nullable PartialText partial) {
    return partial == null
        ? null
        : new StoredFailure.Partial(stored(partial.text()), partial.pages(), partial.quality());
  }

  private String stored(String text) {
    String textId = Hashes.of(text);
    // Reading it back also replaces what a crash of the machine tore.
    if (!text.equals(texts.findText(textId))) {
      texts.saveText(textId, text);
    }
    return textId;
  }

  private String key(String fileId) {
    return Hashes.of(fileId, parserFingerprint);
  }
}
