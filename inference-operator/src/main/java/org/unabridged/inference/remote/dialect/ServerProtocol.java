package org.unabridged.inference.remote.dialect;

/** How a dialect is spoken, about one model. Immutable and thread-safe. */
public sealed interface ServerProtocol permits OpenAiProtocol, OllamaProtocol {

  /**
   * The way of a dialect.
   *
   * @param model its name on the server
   * @param window tokens of prompt and answer, for servers that must be told
   */
  static ServerProtocol of(Dialect dialect, String model, long window) {
    return switch (dialect) {
      case OLLAMA -> new OllamaProtocol(model, window);
      case VLLM, SGLANG, LLAMA_SERVER, MODEL_STUDIO, OPENAI -> new OpenAiProtocol(dialect, model);
    };
  }

  /** Asks the model. */
  ServerCall completion(ServerRequest request, Delivery delivery);

  /** Reads one answer to the request. */
  AnswerStream answer(ServerRequest request);

  /**
   * Counts the tokens of a prompt.
   *
   * @throws ServerFailure as unsupported, if there is no such call
   */
  Inquiry<TokenCount> tokenCount(ServerRequest request);

  /** What the server says about itself. */
  Inquiry<ServerDescription> description();

  /** A request that succeeds if the server is ready, at no cost. */
  ServerCall health();
}
