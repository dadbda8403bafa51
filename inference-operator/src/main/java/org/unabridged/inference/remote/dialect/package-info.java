/**
 * What is said to a model server and what its answers mean, in the dialects that servers have:
 * request bodies, streams, usage, failures. Pure translation; nothing here opens a connection.
 */
@NullMarked
package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.NullMarked;
