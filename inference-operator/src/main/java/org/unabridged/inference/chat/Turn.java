package org.unabridged.inference.chat;

/**
 * What one side says in a conversation.
 *
 * @param role who
 * @param text what; plain text, in which nothing is a mark of the template
 * @param reasoning that led an assistant to it, or the empty string
 */
public record Turn(Role role, String text, String reasoning) {

  public Turn {
    if (role != Role.ASSISTANT && !reasoning.isEmpty()) {
      throw new IllegalArgumentException("reasoning of a turn of " + role);
    }
  }

  /** Instructions; only the first turn of a conversation can be one. */
  public static Turn system(String text) {
    return new Turn(Role.SYSTEM, text, "");
  }

  public static Turn user(String text) {
    return new Turn(Role.USER, text, "");
  }

  /** An earlier answer of the model. */
  public static Turn assistant(String text) {
    return new Turn(Role.ASSISTANT, text, "");
  }
}
