package org.unabridged.inference;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where models on servers are, and what may be used of them. Paths and addresses as they were
 * written; they are checked when a model is opened.
 *
 * @param endpoints addresses of replicas that read the native window; empty for the profile's own
 * @param extendedEndpoints addresses of replicas that read the extended window; empty if those
 *     above do, or none does
 * @param dialect what kind of server, such as {@code vllm}; null for the profile's own
 * @param profiles file with further model profiles; null for none
 * @param keyVariable environment variable with the key; null for the profile's own
 * @param keyFile file with the key; null for none
 * @param certificates PEM file of a certificate authority to trust; null for Java's own
 * @param proxy address of a proxy; null for none
 * @param proxyUserVariable environment variable with {@code user:password} for it; null for none
 * @param proxyUserFile file with that; null for none
 * @param reach which hosts may be contacted
 * @param privateHosts hosts of the user's own, allowed without TLS and when air-gapped
 * @param contextsAtOnce contexts that are read at the same time, at least 1
 * @param fallback a model to use where this one is not available; null for none
 * @param limits what a run may use
 */
public record ServerOptions(
    List<String> endpoints,
    List<String> extendedEndpoints,
    @Nullable String dialect,
    @Nullable String profiles,
    @Nullable String keyVariable,
    @Nullable String keyFile,
    @Nullable String certificates,
    @Nullable String proxy,
    @Nullable String proxyUserVariable,
    @Nullable String proxyUserFile,
    Reach reach,
    Set<String> privateHosts,
    int contextsAtOnce,
    @Nullable String fallback,
    SpendingLimits limits)
    implements Serializable {

  /** A small batch of documents: servers of any kind work on that many prompts or queue them. */
  public static final int CONTEXTS_AT_ONCE = 16;

  /** How far requests may go. */
  public enum Reach {
    /** Loopback and private hosts only. */
    AIR_GAPPED,
    /** Any host by TLS. */
    ANYWHERE
  }

  public ServerOptions {
    endpoints = List.copyOf(endpoints);
    extendedEndpoints = List.copyOf(extendedEndpoints);
    privateHosts = Set.copyOf(privateHosts);
    if (contextsAtOnce < 1) {
      throw new IllegalArgumentException("contexts at once must be at least 1: " + contextsAtOnce);
    }
  }

  /** What the profiles say, anywhere, without limits. */
  public static ServerOptions defaults() {
    return new Builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; see the components of {@link ServerOptions}. */
  public static final class Builder {
    private List<String> endpoints = List.of();
    private List<String> extendedEndpoints = List.of();
    private @Nullable String dialect;
    private @Nullable String profiles;
    private @Nullable String keyVariable;
    private @Nullable String keyFile;
    private @Nullable String certificates;
    private @Nullable String proxy;
    private @Nullable String proxyUserVariable;
    private @Nullable String proxyUserFile;
    private Reach reach = Reach.ANYWHERE;
    private Set<String> privateHosts = Set.of();
    private int contextsAtOnce = CONTEXTS_AT_ONCE;
    private @Nullable String fallback;
    private SpendingLimits limits = SpendingLimits.none();

    private Builder() {}

    public Builder endpoints(List<String> addresses) {
      this.endpoints = addresses;
      return this;
    }

    public Builder extendedEndpoints(List<String> addresses) {
      this.extendedEndpoints = addresses;
      return this;
    }

    public Builder dialect(@Nullable String label) {
      this.dialect = label;
      return this;
    }

    public Builder profiles(@Nullable String file) {
      this.profiles = file;
      return this;
    }

    public Builder keyVariable(@Nullable String variable) {
      this.keyVariable = variable;
      return this;
    }

    public Builder keyFile(@Nullable String file) {
      this.keyFile = file;
      return this;
    }

    public Builder certificates(@Nullable String file) {
      this.certificates = file;
      return this;
    }

    public Builder proxy(@Nullable String address) {
      this.proxy = address;
      return this;
    }

    public Builder proxyUserVariable(@Nullable String variable) {
      this.proxyUserVariable = variable;
      return this;
    }

    public Builder proxyUserFile(@Nullable String file) {
      this.proxyUserFile = file;
      return this;
    }

    public Builder reach(Reach newReach) {
      this.reach = newReach;
      return this;
    }

    public Builder privateHosts(Set<String> hosts) {
      this.privateHosts = hosts;
      return this;
    }

    public Builder contextsAtOnce(int number) {
      this.contextsAtOnce = number;
      return this;
    }

    public Builder fallback(@Nullable String model) {
      this.fallback = model;
      return this;
    }

    public Builder limits(SpendingLimits newLimits) {
      this.limits = newLimits;
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          endpoints,
          extendedEndpoints,
          dialect,
          profiles,
          keyVariable,
          keyFile,
          certificates,
          proxy,
          proxyUserVariable,
          proxyUserFile,
          reach,
          privateHosts,
          contextsAtOnce,
          fallback,
          limits);
    }
  }
}
