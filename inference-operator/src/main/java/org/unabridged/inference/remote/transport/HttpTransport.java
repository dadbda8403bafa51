package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Requests over HTTP, on threads of its own that keep no process alive. */
public final class HttpTransport implements Transport {
  private final Gate gate;
  private final Map<String, String> environment;
  private final ExecutorService executor;
  private final SystemScheduler scheduler;
  private final Queue<ModelServer> opened = new ConcurrentLinkedQueue<>();

  private HttpTransport(HostPolicy policy, Map<String, String> environment) {
    this.gate = new Gate(policy);
    this.environment = Map.copyOf(environment);
    this.executor = Executors.newCachedThreadPool(DaemonThreads.named("model-server"));
    this.scheduler = new SystemScheduler(executor);
  }

  /** A transport for one run. */
  public static HttpTransport create(HostPolicy policy) {
    return new HttpTransport(policy, System.getenv());
  }

  /** A transport whose keys come from this environment instead of the process's. */
  static HttpTransport create(HostPolicy policy, Map<String, String> environment) {
    return new HttpTransport(policy, environment);
  }

  @Override
  public ModelServer open(Endpoint endpoint) {
    ProxyServer proxy = endpoint.proxy();
    URI through = proxy == null ? null : proxy.address();
    endpoint.replicas().forEach(replica -> check(gate.refusal(replica, through)));
    ServerKey key = ServerKey.read(endpoint.key(), environment);
    ServerKey proxyUser = proxy == null ? null : ServerKey.readUser(proxy.user(), environment);
    if (proxy != null) {
      proxy.allowPassword();
    }
    Wire wire = new HttpWire(gate, endpoint, key, proxyUser, executor);
    ModelServer server = new RoutedServer(endpoint, wire, scheduler, executor);
    opened.add(server);
    return server;
  }

  private static void check(@Nullable String refusal) {
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
  }

  @Override
  public List<ContactedHost> contactedHosts() {
    return gate.contacted();
  }

  @Override
  public void close() {
    opened.forEach(ModelServer::close);
    // the threads end by themselves when idle: the JDK's clients may still tidy up on them
    scheduler.close();
  }
}
