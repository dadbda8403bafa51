package org.unabridged.inference.remote.scripted;

/** What stands where a model would: it reads the prompt that the server made, and answers. */
public interface ScriptedModel {

  /**
   * Answers.
   *
   * @param prompt with the marks of the chat template
   * @return what the model writes, thinking not included
   */
  String answer(String prompt);
}
