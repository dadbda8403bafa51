package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.apache.parquet.bytes.BytesInput;

/**
 * The pages of a row group on their way through a {@link PageCompressor}. Of at most {@link #PAGES}
 * the compressed size is still open, and which ones these are depends on the pages alone. So does
 * {@link #bytes}, whatever the number of threads, and with it where row groups end.
 */
final class PageWindow {

  /** Enough for the threads that compress to have work, few enough to take little memory. */
  static final int PAGES = 16;

  private record OpenPage(Future<BytesInput> bytes, long plainSize) {}

  private final PageCompressor compressor;
  private final Deque<OpenPage> open = new ArrayDeque<>();
  private long bytes;
  private boolean fullPage;

  PageWindow(PageCompressor compressor) {
    this.compressor = compressor;
  }

  /** Starts to compress a page, once one before it is done if there are too many of them. */
  Future<BytesInput> add(PlainPage page) throws IOException {
    if (page.size() > PageCompressor.LONG_BYTES) {
      settle(0);
    }
    Future<BytesInput> compressed = compressor.start(page);
    open.add(new OpenPage(compressed, page.size()));
    bytes += page.size();
    settle(page.size() > PageCompressor.LONG_BYTES ? 0 : PAGES);
    return compressed;
  }

  /** Notes that a page is full, which ends with its row. */
  void noticeFullPage() {
    fullPage = true;
  }

  void forgetFullPages() {
    fullPage = false;
  }

  boolean hasFullPage() {
    return fullPage;
  }

  /** How many bytes all pages take, those that are still open as before they are compressed. */
  long bytes() {
    return bytes;
  }

  /** Waits for all pages. */
  void settle() throws IOException {
    settle(0);
  }

  private void settle(int left) throws IOException {
    while (open.size() > left) {
      OpenPage oldest = open.remove();
      bytes += compressor.await(oldest.bytes()).size() - oldest.plainSize();
    }
  }
}
