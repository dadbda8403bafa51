/**
 * Parquet files through parquet-java, without Hadoop's configuration, file systems or codecs. Rows
 * are taken apart into the pages of their columns here, because its own way through a record
 * consumer takes several times as long; pages are compressed by zstd on all processors; headers,
 * indexes and the footer are parquet-java's.
 */
@NullMarked
package org.unabridged.outputs.parquet;

import org.jspecify.annotations.NullMarked;
