package org.unabridged.ingestion.tika;

import java.time.Duration;

/**
 * What parser processes may use.
 *
 * @param time how long one file may take
 * @param stall how long a parser may go without producing anything
 * @param heapMegabytes heap of each process
 * @param temporaryMegabytes what a process may write to disk while it parses
 * @param expansionRatio how many times its size a document may give, on disk or as characters
 * @param outputCharacters UTF-16 units of text for one file, embedded documents included
 * @param embeddedDocuments embedded documents of one file, at all depths together
 * @param embeddedDepth nesting depth; 0 reads no embedded documents
 * @param elementDepth nesting depth of elements in a document
 * @param recognitionLanguages in which languages pages without text are recognised; empty for none
 * @param processes how many processes run side by side
 * @param filesPerProcess after how many files a process is replaced
 */
public record ForkLimits(
    Duration time,
    Duration stall,
    int heapMegabytes,
    int temporaryMegabytes,
    int expansionRatio,
    int outputCharacters,
    int embeddedDocuments,
    int embeddedDepth,
    int elementDepth,
    String recognitionLanguages,
    int processes,
    int filesPerProcess) {}
