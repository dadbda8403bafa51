package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of models of OpenAI's API, and llama-server's properties. */
record ModelsInquiry(Dialect dialect, String model) implements Inquiry<ServerDescription> {

  @Override
  public ServerCall call() {
    return ServerCall.get("/v1/models");
  }

  @Override
  public Reply<ServerDescription> reply(byte[] body) {
    List<String> models = new ArrayList<>();
    Long window = null;
    for (JsonNode entry : JsonReplies.object(body).path("data")) {
      String name = entry.path("id").asText();
      models.add(name);
      if (name.equals(model)) {
        window = JsonReplies.count(entry.path("max_model_len"));
      }
    }
    return dialect == Dialect.LLAMA_SERVER
        ? new Ask<>(new Properties(models))
        : new Done<>(new ServerDescription(models, window, null));
  }

  /** What one slot of llama-server holds is what a request can have. */
  private record Properties(List<String> models) implements Inquiry<ServerDescription> {

    @Override
    public ServerCall call() {
      return ServerCall.get("/props");
    }

    @Override
    public Reply<ServerDescription> reply(byte[] body) {
      JsonNode properties = JsonReplies.object(body);
      Long window = JsonReplies.count(properties.path("default_generation_settings").path("n_ctx"));
      return new Done<>(new ServerDescription(models, window, slots(properties)));
    }

    private static @Nullable Integer slots(JsonNode properties) {
      Long slots = JsonReplies.count(properties.path("total_slots"));
      return slots == null || slots > Integer.MAX_VALUE ? null : slots.intValue();
    }
  }
}
