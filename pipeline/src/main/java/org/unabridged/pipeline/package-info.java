/**
 * The whole job on one screen: {@link org.unabridged.pipeline.UnabridgedPipeline} is the graph,
 * {@link org.unabridged.pipeline.Run} is one execution of it from lock to commit.
 */
@NullMarked
package org.unabridged.pipeline;

import org.jspecify.annotations.NullMarked;
