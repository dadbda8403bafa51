/**
 * Models on servers as handlers of contexts: a whole document in each request, proof that it was
 * read whole, answers checked and located here, and what it all cost. What is asked and what is
 * made of the answers is shared with the models of this process; how requests reach servers is the
 * business of the packages below.
 */
@NullMarked
package org.unabridged.inference.remote;

import org.jspecify.annotations.NullMarked;
