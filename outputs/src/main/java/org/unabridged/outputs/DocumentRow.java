package org.unabridged.outputs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input file, or one document inside a mail or an archive; failures too.
 *
 * @param runId the run that wrote the row
 * @param documentId SHA-256 of the bytes in hex; null when the bytes could not be read
 * @param uri where the document was found; for an embedded one its container's address and its path
 *     inside
 * @param name the last part of the address
 * @param parentId {@code documentId} of the mail or archive that holds the document; null at the
 *     top
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param pages number of pages, slides, sheets or parts; null where the format has none or it was
 *     not parsed
 * @param language main language, BCP-47; null when there is no text
 * @param languages all languages, largest share first
 * @param characters length of the text in code points; null when there is no text
 * @param tokens length of the text in the model's tokens, as it was shown to it; null when they
 *     were not counted
 * @param contextId the context in which the model read the document; null when it was not read
 * @param title title from the document's metadata or text; null when it has none
 * @param status whether the document was parsed and read by the model
 * @param failureCategory what failed, lower-case snake; null when nothing did
 * @param failureMessage why, for people; null when nothing failed
 * @param parseSeconds time to extract the text; null when it was not tried
 * @param inferenceSeconds time of the model over the document's context; null when it was not tried
 * @param addressedToModels passages of the text that speak to a language model instead of to a
 *     party; null when the model takes no instructions
 * @param textFacts how complete and how good the text is; null when there is none
 */
public record DocumentRow(
    String runId,
    @Nullable String documentId,
    String uri,
    String name,
    @Nullable String parentId,
    @Nullable String mediaType,
    long sizeBytes,
    @Nullable Integer pages,
    @Nullable String language,
    List<LanguageShare> languages,
    @Nullable Long characters,
    @Nullable Long tokens,
    @Nullable String contextId,
    @Nullable String title,
    Status status,
    @Nullable String failureCategory,
    @Nullable String failureMessage,
    @Nullable Double parseSeconds,
    @Nullable Double inferenceSeconds,
    @Nullable Integer addressedToModels,
    @Nullable TextFacts textFacts)
    implements Row {

  /**
   * How complete and how good a text is; each component is a column.
   *
   * @param partial whether only its beginning was read
   * @param quality {@code good}, {@code doubtful} or {@code poor}
   * @param replacementShare share of characters that could not be decoded
   * @param unmappedShare share of glyphs without characters; null where there are none
   * @param plausibility mean natural logarithm of a character's probability
   * @param pagesRecognised pages whose text was recognised; null without pages
   * @param pagesWithoutText pages without text; null without pages
   */
  public record TextFacts(
      boolean partial,
      String quality,
      double replacementShare,
      @Nullable Double unmappedShare,
      double plausibility,
      @Nullable Integer pagesRecognised,
      @Nullable Integer pagesWithoutText) {

    /** Checks the invariants. */
    public TextFacts {
      Require.snakeCase("text_quality", quality);
      Require.share("replacement_share", replacementShare);
      if (unmappedShare != null) {
        Require.share("unmapped_share", unmappedShare);
      }
      if (!(plausibility <= 0)) {
        throw new IllegalArgumentException(
            "plausibility must be a logarithm of at most 0, but was: " + plausibility);
      }
      Require.notNegative("pages_recognised", pagesRecognised);
      Require.notNegative("pages_without_text", pagesWithoutText);
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(
          partial,
          quality,
          replacementShare,
          unmappedShare,
          plausibility,
          pagesRecognised,
          pagesWithoutText);
    }
  }

  /** A row of which no more is known of the text. */
  public DocumentRow(
      String runId,
      @Nullable String documentId,
      String uri,
      String name,
      @Nullable String parentId,
      @Nullable String mediaType,
      long sizeBytes,
      @Nullable Integer pages,
      @Nullable String language,
      List<LanguageShare> languages,
      @Nullable Long characters,
      @Nullable Long tokens,
      @Nullable String contextId,
      @Nullable String title,
      Status status,
      @Nullable String failureCategory,
      @Nullable String failureMessage,
      @Nullable Double parseSeconds,
      @Nullable Double inferenceSeconds,
      @Nullable Integer addressedToModels) {
    this(
        runId,
        documentId,
        uri,
        name,
        parentId,
        mediaType,
        sizeBytes,
        pages,
        language,
        languages,
        characters,
        tokens,
        contextId,
        title,
        status,
        failureCategory,
        failureMessage,
        parseSeconds,
        inferenceSeconds,
        addressedToModels,
        null);
  }

  /**
   * How much of a text is in one language.
   *
   * @param language BCP-47 code
   * @param share from 0 to 1
   */
  public record LanguageShare(String language, double share) {

    /** Checks the invariants. */
    public LanguageShare {
      Require.present("languages.language", language);
      Require.share("languages.share", share);
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(language, share);
    }
  }

  /** Checks the invariants. */
  public DocumentRow {
    Require.present("run_id", runId);
    Require.presentIfSet("document_id", documentId);
    Require.present("uri", uri);
    Require.presentIfSet("parent_id", parentId);
    Require.notNegative("size_bytes", sizeBytes);
    Require.notNegative("pages", pages);
    Require.notNegative("characters", characters);
    Require.notNegative("tokens", tokens);
    Require.failure(status, failureCategory, failureMessage);
    Require.amount("parse_seconds", parseSeconds);
    Require.amount("inference_seconds", inferenceSeconds);
    Require.notNegative("addressed_to_models", addressedToModels);
    if (status == Status.OK && documentId == null) {
      throw new IllegalArgumentException("document_id must be set when status is ok");
    }
    languages = List.copyOf(languages);
  }

  @Override
  public Table table() {
    return Table.DOCUMENTS;
  }

  @Override
  public List<@Nullable Object> cells() {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.addAll(documentCells());
    cells.addAll(textFacts == null ? Collections.nCopies(7, null) : textFacts.cells());
    return cells;
  }

  private List<@Nullable Object> documentCells() {
    return Arrays.asList(
        runId,
        documentId,
        uri,
        name,
        parentId,
        mediaType,
        sizeBytes,
        pages,
        language,
        languages.stream().map(LanguageShare::cells).toList(),
        characters,
        tokens,
        contextId,
        title,
        status.spelling(),
        failureCategory,
        failureMessage,
        parseSeconds,
        inferenceSeconds,
        addressedToModels);
  }
}
