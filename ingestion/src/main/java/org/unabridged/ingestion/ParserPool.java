package org.unabridged.ingestion;

import java.io.Serializable;

/**
 * The processes in which files are parsed.
 *
 * @param processes how many run side by side
 * @param heapMegabytes heap of each
 * @param filesPerProcess after how many files one is replaced, before slow leaks of parsers matter
 */
public record ParserPool(int processes, int heapMegabytes, int filesPerProcess)
    implements Serializable {
  /** Default number of processes. */
  public static final int PROCESSES = 1;

  /** Default heap. */
  public static final int HEAP_MEGABYTES = 512;

  /** Default number of files. */
  public static final int FILES_PER_PROCESS = 2_000;

  private static final long serialVersionUID = 1;

  /** Checks the values. */
  public ParserPool {
    Require.within("processes", processes, 1, 64);
    Require.within("heap in megabytes", heapMegabytes, 32, 65_536);
    Require.within("files per process", filesPerProcess, 1, 1_000_000);
  }

  /** The defaults. */
  public static ParserPool defaults() {
    return new ParserPool(PROCESSES, HEAP_MEGABYTES, FILES_PER_PROCESS);
  }

  /** With another number of processes. */
  public ParserPool withProcesses(int number) {
    return new ParserPool(number, heapMegabytes, filesPerProcess);
  }

  /** With another heap. */
  public ParserPool withHeapMegabytes(int megabytes) {
    return new ParserPool(processes, megabytes, filesPerProcess);
  }

  /** With another number of files for each process. */
  public ParserPool withFilesPerProcess(int files) {
    return new ParserPool(processes, heapMegabytes, files);
  }
}
