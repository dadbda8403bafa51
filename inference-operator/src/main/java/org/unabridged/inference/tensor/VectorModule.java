package org.unabridged.inference.tensor;

/** Whether the module of the Vector API is there; a class of its own, as others need it to load. */
final class VectorModule {

  static final boolean AVAILABLE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  private VectorModule() {}
}
