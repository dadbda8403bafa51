package org.unabridged.inference.remote;

import java.time.Clock;
import java.util.List;
import org.unabridged.inference.Budget;
import org.unabridged.inference.Finding;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.ModelServiceProvider;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.ServerOptions;
import org.unabridged.inference.remote.profile.ModelProfiles;
import org.unabridged.inference.remote.transport.HttpTransport;
import org.unabridged.inference.remote.transport.Transport;

/** Makes models on servers available by the names of their profiles. */
public final class OpenAiProvider implements ModelServiceProvider {
  static final String NAME = "openai";

  private static final String PREFIX = NAME + ":";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> profiles() {
    return ModelProfiles.shipped().names();
  }

  @Override
  public ModelDescription describe(String profile, RuntimeOptions options) {
    Setup setup = Setup.of(profile, options.servers());
    String fallback = options.servers().fallback();
    if (fallback != null) {
      ModelHandlers.requireUsable(
          fallback, options.withServers(withoutAddresses(options.servers())));
    }
    return setup.description();
  }

  @Override
  public ModelHandler open(String profile, RuntimeOptions options) {
    Budget budget = Budget.of(options.servers().limits(), Clock.systemUTC());
    ModelHandler handler = open(Setup.of(profile, options.servers()), budget);
    String fallback = options.servers().fallback();
    if (fallback == null) {
      return handler;
    }
    try {
      return new FallbackHandler(handler, fallback(fallback, options, budget));
    } catch (RuntimeException e) {
      handler.close();
      throw e;
    }
  }

  private static ModelHandler open(Setup setup, Budget budget) {
    Transport transport = HttpTransport.create(setup.policy());
    try {
      return new RemoteHandler(setup.open(transport, budget), transport);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /** One on a server shares the budget, and has the endpoints and the key of its own profile. */
  private static ModelHandler fallback(String model, RuntimeOptions options, Budget budget) {
    ServerOptions own = withoutAddresses(options.servers());
    return model.startsWith(PREFIX)
        ? open(Setup.of(model.substring(PREFIX.length()), own), budget)
        : ModelHandlers.open(model, options.withServers(own));
  }

  private static ServerOptions withoutAddresses(ServerOptions options) {
    return ServerOptions.builder()
        .profiles(options.profiles())
        .certificates(options.certificates())
        .proxy(options.proxy())
        .proxyUserVariable(options.proxyUserVariable())
        .proxyUserFile(options.proxyUserFile())
        .reach(options.reach())
        .privateHosts(options.privateHosts())
        .contextsAtOnce(options.contextsAtOnce())
        .limits(options.limits())
        .build();
  }

  @Override
  public List<Finding> examine(String profile, RuntimeOptions options, long tokens) {
    Setup setup = Setup.of(profile, options.servers());
    try (Transport transport = HttpTransport.create(setup.policy())) {
      Budget budget = Budget.of(options.servers().limits(), Clock.systemUTC());
      return new Examination(setup.open(transport, budget), tokens).run();
    }
  }
}
