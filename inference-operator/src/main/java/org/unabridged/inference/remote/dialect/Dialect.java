package org.unabridged.inference.remote.dialect;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The servers whose ways are known. All but Ollama are spoken to by the chat API of OpenAI. */
public enum Dialect {
  VLLM(
      EnumSet.of(
          Capability.TOKEN_COUNTS,
          Capability.WINDOW,
          Capability.JSON_SCHEMA,
          Capability.THINKING_SWITCH,
          Capability.CACHED_TOKENS)),
  SGLANG(
      EnumSet.of(
          Capability.TOKEN_COUNTS,
          Capability.WINDOW,
          Capability.JSON_SCHEMA,
          Capability.THINKING_SWITCH,
          Capability.CACHED_TOKENS)),
  LLAMA_SERVER(
      EnumSet.of(
          Capability.TOKEN_COUNTS,
          Capability.WINDOW,
          Capability.JSON_SCHEMA,
          Capability.THINKING_SWITCH,
          Capability.CACHED_TOKENS)),
  /**
   * The native API: the one in OpenAI's form ignores the size of the context and truncates
   * silently.
   */
  OLLAMA(EnumSet.of(Capability.WINDOW, Capability.JSON_SCHEMA, Capability.THINKING_SWITCH)),
  /** Alibaba Cloud Model Studio (DashScope), in its compatible mode. */
  MODEL_STUDIO(EnumSet.of(Capability.THINKING_SWITCH, Capability.CACHED_TOKENS)),
  /** Any other server with OpenAI's chat API; only fields that OpenAI documents are sent. */
  OPENAI(EnumSet.of(Capability.JSON_SCHEMA, Capability.CACHED_TOKENS));

  private final Set<Capability> capabilities;

  Dialect(Set<Capability> capabilities) {
    this.capabilities = Set.copyOf(capabilities);
  }

  /** What such a server can do if it is new enough and set up for it; no promise that it does. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** The name used in files, such as {@code llama-server}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
