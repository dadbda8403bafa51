package org.unabridged.samples.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ooxml.POIXMLProperties.CoreProperties;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTextShape;

/** Writes a presentation: each part of the text is a slide, its first heading the slide's title. */
final class SlidesWriter implements DocumentWriter {

  @Override
  public byte[] write(SourceText text) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow()) {
      CoreProperties properties = show.getProperties().getCoreProperties();
      properties.setTitle(text.title());
      properties.setCreated(Optional.of(new Date(0)));
      removeThumbnail(show.getPackage());
      for (List<Block> part : text.parts()) {
        slide(show, part);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      show.write(bytes);
      return StableZip.of(bytes.toByteArray()).toBytes();
    }
  }

  /** POI's empty presentation comes with a picture of itself. */
  private static void removeThumbnail(OPCPackage file) {
    for (PackageRelationship thumbnail :
        file.getRelationshipsByType(PackageRelationshipTypes.THUMBNAIL)) {
      file.removePart(file.getPart(thumbnail).getPartName());
      file.removeRelationship(thumbnail.getId());
    }
  }

  private static void slide(XMLSlideShow show, List<Block> part) {
    XSLFSlide slide =
        show.createSlide(show.getSlideMasters().get(0).getLayout(SlideLayout.TITLE_AND_CONTENT));
    XSLFTextShape title = slide.getPlaceholder(0);
    XSLFTextShape content = slide.getPlaceholder(1);
    content.clearText();
    for (Block block : part) {
      if (block instanceof Block.Heading heading) {
        title.setText(heading.text());
      } else if (block instanceof Block.Paragraph paragraph) {
        content.addNewTextParagraph().addNewTextRun().setText(paragraph.text());
      } else {
        throw new IllegalArgumentException("a slide holds headings and paragraphs, not " + block);
      }
    }
  }
}
