package org.unabridged.outputs;

import java.util.Arrays;
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
    @Nullable Integer addressedToModels)
    implements Row {

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
