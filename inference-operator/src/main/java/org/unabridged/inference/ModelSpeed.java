package org.unabridged.inference;

/**
 * How fast a model was in a short trial.
 *
 * @param engine what ran it
 * @param threads with how many threads
 * @param tokensRead length of the text that was read
 * @param readPerSecond tokens of it per second
 * @param tokensWritten tokens written after it, one by one
 * @param writtenPerSecond tokens of them per second
 */
public record ModelSpeed(
    String engine,
    int threads,
    int tokensRead,
    double readPerSecond,
    int tokensWritten,
    double writtenPerSecond) {}
