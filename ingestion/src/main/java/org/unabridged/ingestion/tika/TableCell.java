package org.unabridged.ingestion.tika;

/**
 * Where a glyph stands in the tables of a page.
 *
 * @param row which one of the page; those with lines around their cells count below zero
 * @param column which cell of the row, from where reading begins
 */
record TableCell(int row, int column) {}
