/**
 * Where settings come from (YAML, environment, flags: from weak to strong) and what they mean.
 * Nothing unknown passes.
 */
@NullMarked
package org.unabridged.pipeline.config;

import org.jspecify.annotations.NullMarked;
