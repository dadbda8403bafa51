/**
 * Values out of quotes: dates, durations, amounts, party names and jurisdictions, by deterministic
 * rules over the text of one clause. What cannot be read without guessing has no value: an
 * ambiguous date such as 3/4/2019, a number whose words and digits differ, a blank still to be
 * filled in.
 */
@NullMarked
package org.unabridged.inference.normalization;

import org.jspecify.annotations.NullMarked;
