package org.unabridged.inference.remote.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about itself.
 *
 * @param models names of the models that it has
 * @param window most tokens of prompt and answer together of the model asked for, as the server is
 *     set up, not as the model was trained; null if it did not say
 * @param slots requests that it works on at once; null if it did not say
 */
public record ServerDescription(
    List<String> models, @Nullable Long window, @Nullable Integer slots) {

  public ServerDescription {
    models = List.copyOf(models);
  }
}
