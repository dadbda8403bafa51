package org.unabridged.samples.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ooxml.POIXMLProperties.CoreProperties;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Writes a workbook: each part of the text is a sheet, named by its heading and filled by its
 * tables.
 */
final class SheetsWriter implements DocumentWriter {

  @Override
  public byte[] write(SourceText text) throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      CoreProperties properties = workbook.getProperties().getCoreProperties();
      properties.setTitle(text.title());
      properties.setCreated(Optional.of(new Date(0)));
      for (List<Block> part : text.parts()) {
        sheet(workbook, part);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      workbook.write(bytes);
      return StableZip.of(bytes.toByteArray()).toBytes();
    }
  }

  private static void sheet(XSSFWorkbook workbook, List<Block> part) {
    if (!(part.get(0) instanceof Block.Heading name)) {
      throw new IllegalArgumentException("a sheet starts with a heading, not " + part.get(0));
    }
    Sheet sheet = workbook.createSheet(name.text());
    for (Block block : part.subList(1, part.size())) {
      if (!(block instanceof Block.Table table)) {
        throw new IllegalArgumentException("a sheet holds tables, not " + block);
      }
      for (List<String> cells : table.rows()) {
        Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
        for (int i = 0; i < cells.size(); i++) {
          row.createCell(i).setCellValue(cells.get(i));
        }
      }
    }
  }
}
