package org.unabridged.ingestion.tika;

import java.time.Duration;

/**
 * What parser processes may use.
 *
 * @param time how long one file may take
 * @param stall how long a parser may go without producing anything
 * @param heapMegabytes heap of each process
 * @param temporaryMegabytes what the processes may write to disk together while they parse
 * @param outputCharacters UTF-16 units of text for one file, embedded documents included
 * @param embeddedDocuments embedded documents of one file, at all depths together
 * @param embeddedDepth nesting depth; 0 reads no embedded documents
 * @param processes how many processes run side by side
 */
public record ForkLimits(
    Duration time,
    Duration stall,
    int heapMegabytes,
    int temporaryMegabytes,
    int outputCharacters,
    int embeddedDocuments,
    int embeddedDepth,
    int processes) {}
