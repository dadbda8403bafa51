/**
 * Parquet files through parquet-java, without Hadoop's configuration, file systems or codecs: rows
 * are walked straight into its record consumer, pages are compressed by zstd.
 */
@NullMarked
package org.unabridged.outputs.parquet;

import org.jspecify.annotations.NullMarked;
