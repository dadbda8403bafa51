package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The models that Ollama has, and the window that the one asked for was trained with. */
record OllamaTagsInquiry(String model) implements Inquiry<ServerDescription> {

  @Override
  public ServerCall call() {
    return ServerCall.get("/api/tags");
  }

  @Override
  public Reply<ServerDescription> reply(byte[] body) {
    List<String> models = new ArrayList<>();
    for (JsonNode entry : JsonReplies.object(body).path("models")) {
      models.add(entry.path("name").asText(entry.path("model").asText()));
    }
    boolean present = models.contains(model) || models.contains(model + ":latest");
    return present
        ? new Ask<>(new Show(model, models))
        : new Done<>(new ServerDescription(models, null, null));
  }

  private record Show(String model, List<String> models) implements Inquiry<ServerDescription> {

    @Override
    public ServerCall call() {
      return ServerCall.post("/api/show", body -> body.json().writeStringField("model", model));
    }

    @Override
    public Reply<ServerDescription> reply(byte[] body) {
      JsonNode information = JsonReplies.object(body).path("model_info");
      return new Done<>(new ServerDescription(models, window(information), null));
    }

    private static @Nullable Long window(JsonNode information) {
      Iterable<Map.Entry<String, JsonNode>> fields = information::fields;
      return StreamSupport.stream(fields.spliterator(), false)
          .filter(field -> field.getKey().endsWith(".context_length"))
          .map(field -> JsonReplies.count(field.getValue()))
          .findFirst()
          .orElse(null);
    }
  }
}
