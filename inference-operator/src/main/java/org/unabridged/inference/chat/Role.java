package org.unabridged.inference.chat;

/** Who speaks in a turn. Tools are not among them: this runtime calls none. */
public enum Role {
  SYSTEM("system"),
  USER("user"),
  ASSISTANT("assistant");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** How the template and the APIs of servers spell it. */
  public String word() {
    return word;
  }
}
