/**
 * What is known of models before they are used: windows, prices, how to count tokens, how to
 * sample. Profiles of the Qwen3.5 family come with the program; users add their own in YAML.
 */
@NullMarked
package org.unabridged.inference.remote.profile;

import org.jspecify.annotations.NullMarked;
