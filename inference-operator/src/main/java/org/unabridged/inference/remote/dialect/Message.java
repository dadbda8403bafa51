package org.unabridged.inference.remote.dialect;

import java.util.List;
import org.unabridged.inference.chat.Role;

/**
 * One turn of a conversation with a server.
 *
 * @param role who speaks
 * @param parts what is said, cut anywhere: the text is the parts one after the other. Requests
 *     about the same document share its part, so that many of them hold the text once.
 */
public record Message(Role role, List<String> parts) {

  public Message {
    parts = List.copyOf(parts);
  }

  /** Instructions. */
  public static Message system(String... parts) {
    return new Message(Role.SYSTEM, List.of(parts));
  }

  /** What the user says. */
  public static Message user(String... parts) {
    return new Message(Role.USER, List.of(parts));
  }

  /** What the model said before. */
  public static Message assistant(String... parts) {
    return new Message(Role.ASSISTANT, List.of(parts));
  }

  /** Characters (UTF-16 units) of the text. */
  public long length() {
    return parts.stream().mapToLong(String::length).sum();
  }

  /** Says how long the text is, and nothing of it. */
  @Override
  public String toString() {
    return role + " of " + length() + " characters";
  }
}
