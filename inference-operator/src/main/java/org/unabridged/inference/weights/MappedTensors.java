package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.unabridged.inference.tensor.WeightMatrix;
import org.unabridged.inference.weights.TensorPlace.Piece;

/**
 * Maps the tensors of one file. Neighbours share a mapping as long as one buffer can hold them, so
 * that there are about as many mappings as the file has gigabytes, however many tensors.
 */
final class MappedTensors {

  private final FileChannel channel;
  private final long largestMapping;

  /**
   * Prepares to map.
   *
   * @param channel of the file
   * @param largestMapping most bytes of a mapping, {@link TensorPlace#LARGEST_PIECE} but in tests
   */
  MappedTensors(FileChannel channel, long largestMapping) {
    this.channel = channel;
    this.largestMapping = largestMapping;
  }

  /** The tensors by name; all places must lie inside the file. */
  Map<String, WeightTensor> map(Collection<TensorPlace> places) throws IOException {
    Map<Piece, ByteBuffer> buffers = buffers(places);
    Map<String, WeightTensor> tensors = new HashMap<>();
    for (TensorPlace place : places) {
      List<WeightMatrix> parts = new ArrayList<>();
      for (Piece piece : place.pieces(largestMapping)) {
        ByteBuffer bytes = Objects.requireNonNull(buffers.get(piece));
        parts.add(new WeightMatrix(place.format(), piece.rows(), place.width(), bytes));
      }
      tensors.put(place.name(), new WeightTensor(place.name(), place.shape(), parts));
    }
    return tensors;
  }

  private Map<Piece, ByteBuffer> buffers(Collection<TensorPlace> places) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (TensorPlace place : places) {
      pieces.addAll(place.pieces(largestMapping));
    }
    pieces.sort(Comparator.comparingLong(Piece::start));
    Map<Piece, ByteBuffer> buffers = new HashMap<>();
    for (int first = 0; first < pieces.size(); ) {
      long start = pieces.get(first).start();
      long end = start;
      int next = first;
      while (next < pieces.size() && end(pieces.get(next)) - start <= largestMapping) {
        end = Math.max(end, end(pieces.get(next)));
        next++;
      }
      MappedByteBuffer mapping = channel.map(MapMode.READ_ONLY, start, end - start);
      for (Piece piece : pieces.subList(first, next)) {
        buffers.put(piece, mapping.slice((int) (piece.start() - start), (int) piece.bytes()));
      }
      first = next;
    }
    return buffers;
  }

  private static long end(Piece piece) {
    return piece.start() + piece.bytes();
  }
}
