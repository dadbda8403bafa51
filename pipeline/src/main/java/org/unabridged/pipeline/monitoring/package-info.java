/**
 * What a run tells those who look after it: metrics for Prometheus while it works, and a notice
 * when it has ended. Nothing here holds text of a document.
 */
@NullMarked
package org.unabridged.pipeline.monitoring;

import org.jspecify.annotations.NullMarked;
