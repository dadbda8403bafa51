/**
 * A server for tests that speaks the dialects, answers by a script, and misbehaves when told to. It
 * is written on sockets, since no library's server can be made to break the rules.
 */
@NullMarked
package org.unabridged.inference.remote.scripted;

import org.jspecify.annotations.NullMarked;
