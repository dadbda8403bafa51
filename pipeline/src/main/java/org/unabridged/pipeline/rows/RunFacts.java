package org.unabridged.pipeline.rows;

import java.io.Serializable;
import org.unabridged.inference.QuestionSet;

/**
 * What is the same in all rows of a run.
 *
 * @param runId the run
 * @param model name of the model
 * @param engine what runs it
 * @param modelFingerprint identifies everything about the model that can change an answer
 * @param questions what is asked
 */
public record RunFacts(
    String runId, String model, String engine, String modelFingerprint, QuestionSet questions)
    implements Serializable {}
