package org.unabridged.inference.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.unabridged.inference.Context;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Window;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.profile.Prices;
import org.unabridged.inference.remote.transport.ContactedHost;
import org.unabridged.inference.remote.transport.Transport;

/** Answers questions with a model on a server. Each context is a pass of its own. */
final class RemoteHandler implements ModelHandler {
  /** Of UTF-8; a token is at least one of them. */
  private static final long MOST_BYTES_PER_UNIT = 3;

  private final RemoteModel model;
  private final Transport transport;

  /**
   * Makes a handler.
   *
   * @param transport through which the model's routes go; closed with the handler
   */
  RemoteHandler(RemoteModel model, Transport transport) {
    this.model = model;
    this.transport = transport;
  }

  @Override
  public ModelDescription description() {
    return model.description();
  }

  /**
   * By the profile's way of counting. A server that does not answer now is not the text's fault, so
   * that it then counts nothing: whether the text fits, its pass will say.
   */
  @Override
  public long countTokens(String text) {
    ServerRequest request = ServerRequest.of("count", List.of(Message.user(text)), 1, 1);
    try {
      Counted count = model.routes().get(0).counter().count(request).join();
      return Math.min(count.tokens(), MOST_BYTES_PER_UNIT * text.length());
    } catch (CompletionException e) {
      return 0;
    }
  }

  @Override
  public List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (Route route : model.routes()) {
      windows.add(new Window(windows.isEmpty() ? Window.NATIVE : Window.EXTENDED, route.window()));
    }
    return windows;
  }

  @Override
  public Forecast forecast(Context context, QuestionSet questions) {
    return new RemotePass(model, context, questions).forecast();
  }

  @Override
  public InferenceOutcome predict(Context context, QuestionSet questions) {
    return new RemotePass(model, context, questions).run();
  }

  @Override
  public Map<String, Object> account() {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("profile", model.profile().name());
    account.put("hosts", transport.contactedHosts().stream().map(RemoteHandler::host).toList());
    account.put("tokens", model.budget().tokensUsed());
    account.put(
        "retries", model.routes().stream().mapToLong(each -> each.server().retries()).sum());
    Prices prices = model.profile().prices();
    if (prices != null) {
      account.put("cost", model.budget().costUsed());
      account.put("currency", prices.currency());
    }
    double seconds = model.clock().seconds();
    account.put("server_seconds", seconds);
    if (prices != null && prices.machine() != null) {
      account.put("gpu_seconds", seconds * prices.machine().gpus());
    }
    return account;
  }

  private static Map<String, Object> host(ContactedHost host) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("host", host.host());
    json.put("port", host.port());
    json.put("encryption", host.encryption().name().toLowerCase(Locale.ROOT));
    json.put("requests", host.requests());
    return json;
  }

  @Override
  public void close() {
    transport.close();
  }
}
